// The fields of HostelMate's model row by name: what the control path dumps, inserts and patches.
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {
namespace {

constexpr RowField<Row> kFields[] = {
    FieldOf<Row, &Row::id>("id"),
    FieldOf<Row, &Row::trap>("trap"),
    FieldOf<Row, &Row::status>("status"),
    FieldOf<Row, &Row::total>("total"),
    FieldOf<Row, &Row::created_ms>("created_ms"),
    FieldOf<Row, &Row::updated_ms>("updated_ms"),
    FieldOf<Row, &Row::paid_days>("paid_days"),
    FieldOf<Row, &Row::description>("description"),
    FieldOf<Row, &Row::guest_internal_id>("guest_internal_id"),
    FieldOf<Row, &Row::guest_first_name>("guest_first_name"),
    FieldOf<Row, &Row::guest_last_name>("guest_last_name"),
    FieldOf<Row, &Row::guest_email>("guest_email"),
    FieldOf<Row, &Row::guest_phone>("guest_phone"),
    FieldOf<Row, &Row::guest_presence>("guest_presence"),
    FieldOf<Row, &Row::guest_id>("guest_id"),
    FieldOf<Row, &Row::stay_dates>("stay_dates"),
    FieldOf<Row, &Row::unknown_fields>("unknown_fields"),
};

std::optional<Night> ParseNight(const Json& item) {
  using sandbox::Assign;
  Night night;
  const bool right = item.is_object() && Assign(item.value("date", Json()), night.date) &&
                     Assign(item.value("amount", Json()), night.amount) &&
                     Assign(item.value("room", Json()), night.room) &&
                     (!item.contains("bed") || Assign(item["bed"], night.bed));
  return right ? std::optional(night) : std::nullopt;
}

}  // namespace

absl::Span<const RowField<Row>> RowFields() { return kFields; }

bool Assign(const Json& value, std::vector<Night>& nights) {
  if (!value.is_array()) return false;
  std::vector<Night> parsed;
  for (const Json& item : value) {
    std::optional<Night> night = ParseNight(item);
    if (!night) return false;
    parsed.push_back(*std::move(night));
  }
  nights = std::move(parsed);
  return true;
}

void Put(std::string_view name, const std::vector<Night>& nights, Json& object) {
  Json list = Json::array();
  for (const Night& night : nights) {
    Json item = {{"date", FormatDate(night.date)}, {"amount", night.amount}, {"room", night.room}};
    night.bed.Put("bed", item);
    list.push_back(std::move(item));
  }
  object[std::string(name)] = std::move(list);
}

}  // namespace bookings::sandbox::hostelmate
