// See wix_describe.h.
#include "deploy/sandbox/wix/wix_describe.h"

#include <array>
#include <utility>

#include "deploy/sandbox/wix/wix_facts.h"
#include "deploy/sandbox/wix/wix_render_slot.h"

namespace bookings::sandbox::wix {
namespace {

// In the order of Kind (wix.md 3.9).
constexpr std::array<std::string_view, 3> kTypes = {"APPOINTMENT", "CLASS", "COURSE"};

Json DescribeStaff(const Offer& offer, const Catalogue& catalogue) {
  Json staff = Json::array();
  for (const std::uint8_t member : offer.staff) {
    staff.push_back({{"id", catalogue.StaffId(member)},
                     {"name", StaffName(RowOf(offer, 0, member))},
                     {"schedule_id", catalogue.StaffScheduleId(member)}});
  }
  return staff;
}

}  // namespace

Json DescribeServices(const WixAccount& account) {
  const Catalogue& catalogue = account.catalogue();
  Json services = Json::array();
  for (const Offer& offer : account.offers().all()) {
    const Service& service = ServiceAt(offer.service);
    const std::uint32_t run = offer.kind == Kind::kCourse ? account.offers().RunOf(offer) : 0;
    services.push_back(
        {{"id", catalogue.ServiceId(offer.service)},
         {"type", kTypes[static_cast<std::size_t>(offer.kind)]},
         {"name", service.title},
         {"duration_minutes", service.minutes},
         {"schedule_id", catalogue.ScheduleId(RowOf(offer, run, offer.staff.front()))},
         {"capacity", offer.capacity},
         {"zone", account.offers().zone().name()},
         {"approval", offer.needs_approval},
         {"staff", DescribeStaff(offer, catalogue)},
         {"location", RenderBookedLocation(offer, catalogue)},
         {"price", {{"amount", AmountText(service.unit_minor)}, {"currency", service.currency}}}});
  }
  return services;
}

}  // namespace bookings::sandbox::wix
