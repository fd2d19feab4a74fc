// What a write wants to book: an appointment, a class session or a course run of the site, and
// whether it can be had.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_offers.h"
#include "deploy/sandbox/wix/wix_refusal.h"

namespace bookings::sandbox::wix {

struct Target {
  const Offer* offer = nullptr;
  // Of classes and courses.
  std::uint32_t session = 0;
  Span span;
  // None: whoever is free.
  std::optional<std::uint8_t> staff;
  Place place = Place::kBusiness;
  // Of a place that is not the business's.
  std::string address;
  std::string zone;
  // Whether the timetable has it: on the grid, of the right length, with this staff, at this place.
  bool is_offered = true;
};

// 428, the business refusals of this vendor (wix.md 5.2).
Refusal RefuseBusiness(std::string_view code, std::string_view description);

// `slot` of v2 (wix.md 3.5, 3.6): a class by its event id, else an appointment.
Checked<Target> ReadSlot(const Json& slot, const std::string& path, const Call& call);
// `schedule` of v2: a course.
Checked<Target> ReadSchedule(const Json& schedule, const std::string& path, const Call& call);

// A class session of the timetable, in the site's zone; 428 SESSION_NOT_FOUND for any other.
Checked<Target> TargetOfSession(const std::optional<SessionName>& name, const WixAccount& account);
Target TargetOfCourse(const Offer& offer, const WixAccount& account);

// The target of a booking as it stands.
Target TargetOf(const Row& row, const WixAccount& account);

// Whether staff or spots are left for so many; what booking `id` has itself counts as free.
bool HasRoom(const Target& target, int participants, const std::string& id,
             const WixAccount& account);

// The first staff member of the target who is free; the first at all where nobody is.
std::uint8_t StaffFor(const Target& target, const std::string& id, const WixAccount& account);

// Why the booking policy does not let it be booked at `now`, if so.
struct PolicyViolations {
  bool too_early = false;
  bool too_late = false;

  bool any() const { return too_early || too_late; }
};
PolicyViolations ViolationsOf(std::int64_t start_s, absl::Time now);

// Past, off the timetable, or taken; nothing if it can be booked.
std::optional<Refusal> RefuseTarget(const Target& target, int participants, const std::string& id,
                                    const Call& call);

}  // namespace bookings::sandbox::wix
