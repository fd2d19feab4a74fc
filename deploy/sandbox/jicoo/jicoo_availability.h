// Which slots of a booking page are free, full or capped, and the call that lists them (jicoo.md
// 2.4, 2.9). Rows of the generated history that nobody has touched take no slot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/jicoo/jicoo_account.h"

namespace bookings::sandbox::jicoo {

// What a guest asks for.
struct WantedSlot {
  int64_t start_ms = 0;
  // For the cap of a guest; compared without regard to case.
  std::string email;
  // The booking that would move there: it stands in nobody's way. Empty for a new one.
  std::string moving;
};

// Why the slot cannot be booked, or nothing if it can.
std::optional<std::string> WhyNotBookable(const JicooAccount& account, const BookingPage& page,
                                          const WantedSlot& wanted, absl::Time now);

// GET /v1/event_types/{uid}/available_schedules
Answer ListSlots(const Call& call);

}  // namespace bookings::sandbox::jicoo
