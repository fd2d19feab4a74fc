// See hostelmate_slots.h. `days` in the vendor's answer are rooms, and `date` is an array
// (hostelmate.md 7, trap 12).
#include "connectors/hostelmate/hostelmate_slots.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/cursor.h"
#include "connectors/api/json.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/money.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/hostelmate/hostelmate_stay.h"

namespace bookings::hostelmate {
namespace {

// The vendor's own spelling (trap 12).
constexpr std::string_view kAvailability = "/api/v1/get-new-avilablilty";

// A check-in that daylight saving moves past midnight starts on the next day.
constexpr int kSlotMarginDays = 1;
constexpr int64_t kMostSlotNights = static_cast<int64_t>(kMaxSlotWindows) * kNightsPerCall;

// Of a range of instants: the nights whose check-in lies within it.
NightRange NightsWithin(const SlotQuery& query, const Property& property) {
  NightRange nights{absl::ToCivilDay(query.from, property.zone) - kSlotMarginDays,
                    absl::ToCivilDay(query.to, property.zone) + kSlotMarginDays + 1};
  while (nights.first < nights.end && CheckInOf(nights.first, property) < query.from) {
    ++nights.first;
  }
  while (nights.first < nights.end && CheckInOf(nights.end - 1, property) >= query.to) --nights.end;
  return nights;
}

absl::CivilDay Today(const SlotQuery& query, const Property& property) {
  return absl::ToCivilDay(query.now, property.zone);
}

std::string WriteWindow(NightRange nights) {
  return absl::StrCat(FormatDate(nights.first), " ", FormatDate(nights.end));
}

std::optional<NightRange> ReadWindow(std::string_view window) {
  const size_t space = window.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::optional<absl::CivilDay> first = ParseDate(window.substr(0, space));
  const std::optional<absl::CivilDay> end = ParseDate(window.substr(space + 1));
  if (!first || !end || *end <= *first || *end - *first > kNightsPerCall) return std::nullopt;
  return NightRange{*first, *end};
}

template <typename List>
bool Wants(const List& ids, std::string_view id) {
  return ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool WantsRoom(const SlotQuery& query, std::string_view room) {
  return (query.service_id.empty() || query.service_id == room) && Wants(query.location_ids, room);
}

// The price of a night; no value where its unit is not configured, or where the vendor's payments
// are in another currency than its bookings.
std::optional<v1::Money> ReadPrice(json::Value price, const Property& property) {
  const std::optional<std::string_view> text = price.AsNumberText();
  if (!text || text->starts_with('-')) return std::nullopt;
  if (property.price_unit == PriceUnit::kMajor) return MoneyFromDecimal(*text, property.currency);
  const std::optional<int64_t> minor = price.AsInt64();
  if (property.price_unit != PriceUnit::kMinor || !minor) return std::nullopt;
  return MoneyFromMinorUnits(*minor, property.amount_scale, property.currency);
}

// Reads the rooms of one answer.
class RoomReader {
 public:
  RoomReader(NightRange nights, const SlotQuery& query, const Property& property,
             std::string_view payment_currency)
      : nights_(nights), query_(query), property_(property) {
    const std::string currency = absl::AsciiStrToUpper(ToAbsl(payment_currency));
    tells_prices_ = currency.empty() || currency == property.currency;
  }

  void Read(json::Value room) {
    const std::string_view id = room["room_id"].AsString().value_or("");
    if (id.empty() || !WantsRoom(query_, id)) return;
    const std::string_view name = room["room_name"].AsString().value_or("");
    for (json::Value night : json::Elements(room["date"])) ReadNight(night, id, name);
  }

  std::vector<FoundSlot> Take() && { return std::move(slots_); }

 private:
  void ReadNight(json::Value night, std::string_view room, std::string_view name) {
    const auto day = ParseDate(night["date"].AsString().value_or(""));
    if (!day || *day < nights_.first || *day >= nights_.end) return;
    FoundSlot found = At(*day, room, name);
    FillOffer(night, *day, &found.slot);
    if (found.slot.has_price()) *found.reference.mutable_price() = found.slot.price();
    slots_.push_back(std::move(found));
  }

  FoundSlot At(absl::CivilDay day, std::string_view room, std::string_view name) const {
    FoundSlot found;
    v1::Slot& slot = found.slot;
    SetTimestamp(CheckInOf(day, property_), slot.mutable_start_time());
    SetTimestamp(CheckOutOf(day, property_), slot.mutable_end_time());
    slot.set_night(FormatDate(day));
    slot.set_time_zone(property_.time_zone);
    slot.mutable_service()->set_id(std::string(room));
    slot.mutable_service()->set_name(std::string(name));
    slot.mutable_location()->set_kind(v1::LOCATION_KIND_BUSINESS);
    slot.mutable_location()->set_id(std::string(room));
    slot.mutable_location()->set_name(std::string(name));
    internal::v1::SlotReference& reference = found.reference;
    *reference.mutable_start_time() = slot.start_time();
    *reference.mutable_end_time() = slot.end_time();
    reference.set_service_id(slot.service().id());
    reference.set_location_id(slot.location().id());
    reference.set_room_id(slot.location().id());
    reference.set_night(slot.night());
    reference.set_time_zone(slot.time_zone());
    return found;
  }

  // A price of `false` says that the night cannot be booked; the beds may be missing.
  void FillOffer(json::Value night, absl::CivilDay day, v1::Slot* slot) const {
    const json::Value price = night["price"];
    const std::optional<int64_t> beds = night["available_beds"].AsInt64();
    if (beds) {
      slot->set_capacity_left(
          static_cast<int32_t>(std::clamp<int64_t>(*beds, 0, std::numeric_limits<int32_t>::max())));
    }
    const bool offered = !price.IsNullOrMissing() && price.AsBool() != false;
    const bool has_bed = !beds || *beds > 0;
    slot->set_available(offered && has_bed && day >= Today(query_, property_));
    const auto money = tells_prices_ ? ReadPrice(price, property_) : std::nullopt;
    if (money) *slot->mutable_price() = *money;
  }

  const NightRange nights_;
  const SlotQuery& query_;
  const Property& property_;
  bool tells_prices_ = true;
  std::vector<FoundSlot> slots_;
};

}  // namespace

absl::StatusOr<SlotPlan> PlanNights(const SlotQuery& query, const Property& property) {
  NightRange nights = query.nights ? *query.nights : NightsWithin(query, property);
  if (query.unavailable == UnavailableSlots::kHide) {
    nights.first = std::max(nights.first, Today(query, property));
  }
  if (nights.end - nights.first > kMostSlotNights) {
    return InvalidRequest({{query.nights ? "date_range" : "time_range",
                            absl::StrCat("may span ", kMostSlotNights, " nights at most")}});
  }
  SlotPlan plan;
  plan.query = query;
  for (absl::CivilDay day = nights.first; day < nights.end; day += kNightsPerCall) {
    plan.windows.push_back(WriteWindow({day, std::min(day + kNightsPerCall, nights.end)}));
  }
  return plan;
}

absl::StatusOr<HttpRequest> BuildAvailability(std::string_view window, const Property& property) {
  const std::optional<NightRange> nights = ReadWindow(window);
  if (!nights) return GarbledCursor();
  json::Writer body;
  body.Open('{').Key("dates").Open('[');
  for (absl::CivilDay day = nights->first; day < nights->end; ++day) body.String(FormatDate(day));
  body.Close(']').Key("property").String(property.property_id).Close('}');
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = std::string(kAvailability);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body).Take();
  request.purpose = Purpose::kListSlots;
  request.replay = ReplaySafety::kSafe;
  request.authorization = Authorization::kNone;
  return request;
}

absl::StatusOr<SlotPage> ParseAvailability(std::string body, std::string_view window,
                                           const SlotQuery& query, const Property& property) {
  const std::optional<NightRange> nights = ReadWindow(window);
  if (!nights) return GarbledCursor();
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value root = document->root();
  if (!root["days"].IsArray()) return ResponseInvalid("the availability has no array `days`");
  RoomReader reader(*nights, query, property,
                    root["payment_gateway"]["currency"].AsString().value_or(""));
  for (json::Value room : json::Elements(root["days"])) reader.Read(room);
  SlotPage page;
  page.slots = std::move(reader).Take();
  return page;
}

}  // namespace bookings::hostelmate
