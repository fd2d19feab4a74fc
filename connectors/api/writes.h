// Writes as a connector makes them. docs/exactly-once.md says how the engine uses these parts to
// let a request id count once.
//
// A creation is made of parts that are called by themselves: PlanCreate (reads only), SendCreate
// (the one request that books), FindCreated (looking for a booking whose answer was lost) and
// CompleteCreated (what turns what was found into what was asked for). All other writes aim at a
// state: one operation that reads first, decides, and can be done again from its start at any time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Names of a write that outlive crashes: they stand in the ledger before anything is sent.
struct WriteIdentity {
  // The same for every attempt under this request id: a v4-shaped UUID that nobody else uses.
  std::string id;
  // Another UUID for each attempt that began anew after the one before surely had no effect; the
  // same for repetitions of an attempt whose outcome is unclear.
  std::string attempt;
  // When the attempt began: a booking that was made before is not its own.
  absl::Time begun;
};

// What is wrong with a write, beyond what holds for all vendors. Paths are those of the request.
struct WriteProblems {
  // Breaches: INVALID_REQUEST.
  Violations invalid;
  // Fields that the vendor cannot carry out: UNSUPPORTED_FIELD, unless the caller's best_effort
  // names them. Connectors leave such fields out.
  Violations unsupported;
};

// A request about one vendor, with its slot_token opened.
template <typename Request>
struct WriteInput {
  Request request;
  // Vendor id of the booking that it is about; empty for a creation.
  std::string vendor_id;
  // What `request.slot_token` holds, if that is set.
  std::optional<internal::v1::SlotReference> slot;
  absl::Time now;
};
using CreateInput = WriteInput<v1::CreateBookingRequest>;
using CancelInput = WriteInput<v1::CancelBookingRequest>;
using RescheduleInput = WriteInput<v1::RescheduleBookingRequest>;
using UpdateInput = WriteInput<v1::UpdateBookingRequest>;
using UpdateStatusInput = WriteInput<v1::UpdateBookingStatusRequest>;

// Longest CreatePlan::data in bytes: the answers of a long form and room to spare.
inline constexpr size_t kMaxPlanBytes = size_t{256} << 10;

// All that sending and finding a booking needs, so that another process can go on with it.
struct CreatePlan {
  // In the connector's own form, at most kMaxPlanBytes.
  std::string data;
  // Canonical text of what a look-up goes by (service, start, customer): creations of equal text
  // are made one after the other, as a look-up could not tell them apart. Empty where the trace is
  // unmistakable.
  std::string rivalry;
  // What is known of the booking before it is made.
  v1::Booking preview;
};

// What lets a creation be recognised whose answer was lost.
struct CreateGuarantee {
  enum class Trace {
    // The vendor refuses or repeats a second request of the same identity: sending again is safe.
    kDeduplicated,
    // The booking carries a mark made of the WriteIdentity, which no other has.
    kOwnMark,
    // Only service, start and customer: another booking could look alike.
    kLookAlike,
  };
  Trace trace = Trace::kLookAlike;
  // After the last moment at which the request may have been handed to the network: from then on
  // the vendor has booked or will not, and FindCreated sees it.
  absl::Duration settle_time = absl::Seconds(60);
};

// Bookings that may be the one that was asked for, as FindCreated found them; complete: what is not
// in it was not there.
struct FoundBookings {
  std::vector<v1::Booking> bookings;
};

// The outcome of a write that aims at a state.
struct Written {
  v1::Booking booking;
  // The booking was in that state before: nothing was sent.
  bool unchanged = false;
};

// ABORTED / ETAG_MISMATCH where the caller's etag is set and differs from the booking's.
absl::Status CheckEtag(std::string_view wanted, const v1::Booking& booking);

// Failures of a write, by the catalogue: the slot is taken or gone; the vendor refuses by its
// rules.
absl::Status SlotUnavailable(const VendorRefusal& refusal);
absl::Status BookingRefused(const VendorRefusal& refusal, std::string_view message);

}  // namespace bookings
