// The exchanges of OptimoCMS's writes: the one request that books, the look-up after a lost answer,
// and moves of the status.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/optimocms/optimocms_booking.h"

namespace bookings::optimocms {

// Sends the plan of PlanOrder.
Step<v1::Booking> SendOrder(const CreatePlan& plan, const Settings& settings);

// All bookings of that day with the same start and customer that were made since the attempt began
// (optimocms.md 7, trap 1). Fails while a booking is there that tells too little to rule it out.
Step<FoundBookings> FindOrder(const CreatePlan& plan, absl::Time begun, const Settings& settings);

// Sets the status without reading the booking, which would take a walk through the list: the same
// status again changes nothing (optimocms.md 2.4), so `unchanged` is not told. That is only assumed
// of the vendor: after a refusal the bookings of that status are read, and one that has it is
// unchanged. SCAN_LIMIT_REACHED where they are too many to know.
Step<Written> SetStatus(std::string_view vendor_id, std::string_view word,
                        const Settings& settings);

}  // namespace bookings::optimocms
