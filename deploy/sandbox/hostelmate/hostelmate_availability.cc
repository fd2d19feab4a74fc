// See hostelmate_availability.h.
#include "deploy/sandbox/hostelmate/hostelmate_availability.h"

#include <string>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_body.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"

namespace bookings::sandbox::hostelmate {
namespace {

constexpr int64_t kMinorPerMajor = 100;

// Major units by default: the sheet only infers the unit from a sample (hostelmate.md 7.2).
Json PriceIn(const Switches& switches, int64_t minor) {
  if (switches.Is(kPriceUnit, "minor") || minor % kMinorPerMajor == 0) {
    return switches.Is(kPriceUnit, "minor") ? minor : minor / kMinorPerMajor;
  }
  return static_cast<double>(minor) / kMinorPerMajor;
}

Json RenderNight(const HostelmateAccount& account, const Room& room, absl::CivilDay night,
                 absl::CivilDay today) {
  const Switches& switches = account.switches;
  const bool past = night < today && switches.Is(kPastNights, "refused");
  const size_t free = past ? 0 : account.stays.CountFree(room, night);
  Json item = {{"date", FormatDate(night)}};
  item["price"] = free == 0 ? Json(false) : PriceIn(switches, PriceOf(room, night));
  if (switches.Is(kAvailableBeds, "sent")) item["available_beds"] = free;
  return item;
}

Json RenderRoom(const Call& call, const Room& room, const std::vector<absl::CivilDay>& nights) {
  const auto& account = static_cast<const HostelmateAccount&>(call.account);
  const absl::CivilDay today = account.property.Today(call.now);
  Json dates = Json::array();
  for (const absl::CivilDay night : nights) {
    dates.push_back(RenderNight(account, room, night, today));
  }
  return {{"room_id", room.id},
          {"room_name", room.name},
          {"room_description", ""},
          {"date", std::move(dates)},
          {"image_fullpath", Json::array()}};
}

Json RenderProperty(const Property& property) {
  return {{"name", "Casa Azul"},
          {"city", "Porto"},
          {"state", ""},
          {"country", "Portugal"},
          {"postal_code", "4000-001"},
          {"phone", "+351220000000"},
          {"address", "Rua Azul 1"},
          {"website", "https://casa-azul.example.com"},
          {"description", ""},
          {"rate", "4.5"},
          {"main-image", ""},
          {"googleMapLink", ""},
          {"howToReachUsLink", ""},
          {"payment_gateway",
           {{"status", true}, {"currency", property.currency()}, {"options", {"stripe"}}}}};
}

}  // namespace

std::string PropertyInBody(const Request& request) {
  const std::optional<Json> body = ParseJson(request.body);
  if (!body || !body->is_object() || !body->contains("property")) return "";
  const Json& property = (*body)["property"];
  return property.is_string() ? property.get<std::string>() : "";
}

Answer GetAvailability(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  const absl::StatusOr<AvailabilityBody> body = ParseAvailability(call);
  if (!body.ok()) return BadRequest(call, body.status());
  const Property& property = static_cast<const HostelmateAccount&>(call.account).property;
  if (body->property != property.id()) {
    return Refusal(404, "property_not_found", "Property not found", call.account.switches);
  }
  Json days = Json::array();
  for (const Room& room : property.rooms()) days.push_back(RenderRoom(call, room, body->nights));
  Json answer = {{"days", std::move(days)}};
  answer.update(RenderProperty(property));
  return JsonAnswer(200, answer);
}

}  // namespace bookings::sandbox::hostelmate
