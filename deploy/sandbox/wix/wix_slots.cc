// See wix_slots.h.
#include "deploy/sandbox/wix/wix_slots.h"

#include <algorithm>
#include <string>
#include <utility>

namespace bookings::sandbox::wix {
namespace {

void CountAppointment(const WixAccount& account, Occurrence& slot) {
  for (const std::uint8_t staff : slot.offer->staff) {
    if (account.agenda().IsStaffFree(staff, slot.span, "")) slot.free_staff.push_back(staff);
  }
  slot.remaining = slot.free_staff.empty() ? 0 : 1;
}

void CountClass(const WixAccount& account, Occurrence& slot) {
  slot.session = Offers::SessionAt(slot.span.start_s);
  slot.free_staff = slot.offer->staff;
  const int taken = account.agenda().Participants(slot.offer->service, slot.session, "");
  slot.remaining = std::max(0, slot.offer->capacity - taken);
}

}  // namespace

std::vector<Occurrence> OccurrencesOf(const Offer& offer, absl::Time from, absl::Time to,
                                      const Call& call) {
  const auto& account = static_cast<const WixAccount&>(call.account);
  std::vector<Occurrence> slots;
  if (offer.kind == Kind::kCourse) return slots;
  for (const absl::Time start : StartsIn(offer.timetable, from, to)) {
    Occurrence slot;
    slot.offer = &offer;
    slot.span = {absl::ToUnixSeconds(start), absl::ToUnixSeconds(start + offer.length())};
    slot.violations = ViolationsOf(slot.span.start_s, call.now);
    offer.kind == Kind::kClass ? CountClass(account, slot) : CountAppointment(account, slot);
    slots.push_back(std::move(slot));
  }
  return slots;
}

std::optional<Refusal> RefuseRange(absl::Time from, absl::Time to, std::string_view field) {
  if (to - from <= kMaxSlotRange) return std::nullopt;
  return RefuseFields({std::string(field), "the range must be at most 366 days", "MAX", nullptr});
}

}  // namespace bookings::sandbox::wix
