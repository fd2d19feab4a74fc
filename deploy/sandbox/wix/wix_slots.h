// The times at which a service can be booked, with what is left of them: what all slot calls of
// both generations are made of. Not their JSON.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_refusal.h"
#include "deploy/sandbox/wix/wix_target.h"

namespace bookings::sandbox::wix {

// The longest range that one call may ask for: the vendor names none, but the work must be bounded.
inline constexpr absl::Duration kMaxSlotRange = absl::Hours(24 * 366);

struct Occurrence {
  const Offer* offer = nullptr;
  // Of class sessions.
  std::uint32_t session = 0;
  Span span;
  std::vector<std::uint8_t> free_staff;
  int remaining = 0;
  PolicyViolations violations;

  bool bookable() const { return remaining > 0 && !violations.any(); }
};

// Those of an appointment or class service that start in [from, to), ascending.
std::vector<Occurrence> OccurrencesOf(const Offer& offer, absl::Time from, absl::Time to,
                                      const Call& call);

// 400 where the range is longer than kMaxSlotRange; `field` is its end.
std::optional<Refusal> RefuseRange(absl::Time from, absl::Time to, std::string_view field);

}  // namespace bookings::sandbox::wix
