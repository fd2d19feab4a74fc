// The row as the control path shows and takes it.
#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/tiquo/tiquo_model.h"

namespace bookings::sandbox::tiquo {
namespace {

struct TicketingWord {
  Ticketing value;
  std::string_view word;
};
constexpr TicketingWord kTicketingWords[] = {
    {Ticketing::kNone, "none"}, {Ticketing::kOff, "off"}, {Ticketing::kOn, "on"}};

}  // namespace

// Found by the field table through the enum's namespace.
bool Assign(const Json& value, Ticketing& field) {
  for (const TicketingWord& entry : kTicketingWords) {
    if (value != entry.word) continue;
    field = entry.value;
    return true;
  }
  return false;
}

void Put(std::string_view name, const Ticketing& field, Json& object) {
  for (const TicketingWord& entry : kTicketingWords) {
    if (field == entry.value) object[std::string(name)] = entry.word;
  }
}

namespace {

constexpr RowField<Row> kFields[] = {
    FieldOf<Row, &Row::id>("id"),
    FieldOf<Row, &Row::booking_number>("bookingNumber"),
    FieldOf<Row, &Row::confirmation_code>("confirmationCode"),
    FieldOf<Row, &Row::status>("status"),
    FieldOf<Row, &Row::day>("day"),
    FieldOf<Row, &Row::start_time>("startTime"),
    FieldOf<Row, &Row::end_time>("endTime"),
    FieldOf<Row, &Row::duration>("duration"),
    FieldOf<Row, &Row::time_zone>("timezone"),
    FieldOf<Row, &Row::venue_zone>("venueZone"),
    FieldOf<Row, &Row::attendees>("attendeeCount"),
    FieldOf<Row, &Row::service_name>("serviceName"),
    FieldOf<Row, &Row::service_id>("serviceId"),
    FieldOf<Row, &Row::service_group>("serviceGroupName"),
    FieldOf<Row, &Row::service_category>("serviceCategoryName"),
    FieldOf<Row, &Row::sublocation_id>("sublocationId"),
    FieldOf<Row, &Row::sublocation_name>("sublocationName"),
    FieldOf<Row, &Row::ticketing>("ticketing"),
    FieldOf<Row, &Row::source>("source"),
    FieldOf<Row, &Row::customer>("customer"),
    FieldOf<Row, &Row::created_ms>("createdAt"),
    FieldOf<Row, &Row::updated_ms>("updatedAt"),
    FieldOf<Row, &Row::unknown_fields>("unknownFields"),
    FieldOf<Row, &Row::trap>("trap"),
};

bool IsZone(std::string_view name) {
  absl::TimeZone zone;
  return absl::LoadTimeZone(absl::string_view(name.data(), name.size()), &zone);
}

}  // namespace

Json ToJson(const Row& row) { return FieldsToJson<Row>(kFields, row); }

absl::StatusOr<Row> WithFields(Row row, const Json& fields) {
  absl::StatusOr<Row> changed = bookings::sandbox::WithFields<Row>(kFields, std::move(row), fields);
  if (!changed.ok()) return changed;
  if (!IsZone(changed->venue_zone)) return absl::InvalidArgumentError("venueZone is no time zone");
  if (changed->id.empty()) return absl::InvalidArgumentError("an id is not empty");
  return changed;
}

}  // namespace bookings::sandbox::tiquo
