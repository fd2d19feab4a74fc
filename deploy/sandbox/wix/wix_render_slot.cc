// See wix_render_slot.h.
#include "deploy/sandbox/wix/wix_render_slot.h"

#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {
namespace {

// At most so many are listed for a type (wix.md 3.7).
constexpr std::size_t kMaxResources = 10;

std::string_view SlotPlaceWord(Place place) {
  switch (place) {
    case Place::kOwnerCustom:
      return "CUSTOM";
    case Place::kCustom:
      return "CUSTOMER";
    default:
      return "BUSINESS";
  }
}

Json WithPlace(const Offer& offer, std::string_view word, const Catalogue& catalogue) {
  Json location = Json::object();
  if (offer.place == Place::kBusiness) {
    const Row row = RowOf(offer, 0, offer.staff.front());
    location["id"] = catalogue.PlaceId(offer.place_number());
    location["name"] = PlaceName(row);
    location["formattedAddress"] = PlaceAddress(row);
  }
  location["locationType"] = word;
  return location;
}

Json RenderResources(const Occurrence& slot, Resources resources, const Catalogue& catalogue) {
  Json list = Json::array();
  if (resources == Resources::kLeftOut) return list;
  Json staff = Json::array();
  for (const std::uint8_t member : slot.free_staff) {
    if (staff.size() == kMaxResources) break;
    const std::string name = StaffName(RowOf(*slot.offer, 0, member));
    staff.push_back({{"id", catalogue.StaffId(member)}, {"name", name}});
  }
  list.push_back({{"resourceTypeId", kStaffType},
                  {"resources", std::move(staff)},
                  {"hasMoreAvailableResources", slot.free_staff.size() > kMaxResources}});
  return list;
}

}  // namespace

std::string WallText(std::int64_t seconds, const absl::TimeZone& zone) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%S", absl::FromUnixSeconds(seconds), zone);
}

Json RenderSlotLocation(const Offer& offer, const Catalogue& catalogue) {
  return WithPlace(offer, SlotPlaceWord(offer.place), catalogue);
}

Json RenderBookedLocation(const Offer& offer, const Catalogue& catalogue) {
  return WithPlace(offer, WordsOf(offer.place).word, catalogue);
}

Json RenderTimeSlot(const Occurrence& slot, const absl::TimeZone& zone, Resources resources,
                    const Catalogue& catalogue) {
  const Offer& offer = *slot.offer;
  const Row row = RowOf(offer, slot.session, offer.staff.front());
  Json json;
  json["serviceId"] = catalogue.ServiceId(offer.service);
  json["scheduleId"] = catalogue.ScheduleId(row);
  json["localStartDate"] = WallText(slot.span.start_s, zone);
  json["localEndDate"] = WallText(slot.span.end_s, zone);
  json["bookable"] = slot.bookable();
  json["location"] = RenderSlotLocation(offer, catalogue);
  if (offer.kind == Kind::kClass) {
    json["eventInfo"] = {{"eventId", catalogue.EventId(row)},
                         {"eventTitle", ServiceAt(offer.service).title}};
  }
  json["totalCapacity"] = offer.capacity;
  json["remainingCapacity"] = slot.remaining;
  json["bookableCapacity"] = slot.bookable() ? slot.remaining : 0;
  json["bookingPolicyViolations"] = {{"tooEarlyToBook", slot.violations.too_early},
                                     {"tooLateToBook", slot.violations.too_late},
                                     {"bookOnlineDisabled", false}};
  if (!slot.bookable()) {
    json["nonBookableReasons"] = {{"noRemainingCapacity", slot.remaining == 0},
                                  {"violatesBookingPolicy", slot.violations.any()},
                                  {"reservedForWaitingList", false},
                                  {"eventCancelled", false}};
  }
  json["availableResources"] = RenderResources(slot, resources, catalogue);
  return json;
}

}  // namespace bookings::sandbox::wix
