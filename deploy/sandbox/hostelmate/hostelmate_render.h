// Model rows -> HostelMate's JSON (hostelmate.md 2.1, 2.10).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {

// Whether `paidDays` is sent: one sample of the list leaves it out.
enum class PaidDays { kSent, kLeftOut };

void AppendBooking(const Row& row, PaidDays paid_days, JsonText& out);

// What the bookings tell of a guest.
struct GuestBookings {
  int64_t total = 0;
  // When the last one was made.
  std::optional<int64_t> last_ms;
};

Json RenderGuest(const Guest& guest, const GuestBookings& bookings);

}  // namespace bookings::sandbox::hostelmate
