// Bookable slots as a connector reads them: the question, the calls that answer it, and what one
// call brought.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings {

// Civil dates [first, end).
struct NightRange {
  absl::CivilDay first;
  absl::CivilDay end;
};

enum class UnavailableSlots { kHide, kShow };

// The slots that a caller wants. All of it is checked again on each slot: connectors narrow by it
// as far as their vendor can.
struct SlotQuery {
  // Empty only where the vendor needs none (accommodation).
  std::string service_id;
  // Range of starts, [from, to); both finite. Not used where `nights` is set.
  absl::Time from;
  absl::Time to;
  // For accommodation.
  std::optional<NightRange> nights;
  // Empty = all.
  std::vector<std::string> staff_ids;
  std::vector<std::string> location_ids;
  // At least 1.
  int party_size = 1;
  // IANA zone for display; empty = the venue's.
  std::string time_zone;
  UnavailableSlots unavailable = UnavailableSlots::kHide;
  // The caller's time of asking: connectors have no clock.
  absl::Time now;
};

// How a connector will read them.
struct SlotPlan {
  SlotQuery query;
  // What every call needs (a duration, a zone, the kind of the service), in the connector's own
  // form.
  std::string vendor_data;
  // The vendor calls, in the connector's own form, in order of the starts that they cover: a slot
  // of one starts no later than any slot of the next. At most kMaxSlotWindows.
  std::vector<std::string> windows;
};

// A year of days, where the vendor takes one day a call.
inline constexpr size_t kMaxSlotWindows = 366;

// `slot` is complete but for slot_token and observed_time; `reference` is complete but for its
// connection.
struct FoundSlot {
  v1::Slot slot;
  internal::v1::SlotReference reference;
};

// What one call brought, in any order.
struct SlotPage {
  std::vector<FoundSlot> slots;
  // Where the same window goes on, in the connector's own form; no value = it is read to its end.
  std::optional<std::string> next_cursor;
};

}  // namespace bookings
