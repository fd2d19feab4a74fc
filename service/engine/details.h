// Completes the bookings of a page by one further vendor call each, several at a time.
#pragma once

#include <memory>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "bookings/v1/bookings.pb.h"
#include "service/engine/connection.h"
#include "service/engine/drive.h"

namespace bookings {

// Whether a booking may go out without its details.
enum class MissingDetails { kNote, kFail };

struct DetailsOptions {
  MissingDetails missing = MissingDetails::kNote;
  v1::BookingView view = v1::BOOKING_VIEW_FULL;
  // Calls under way at a time, at least 1.
  int in_flight = 4;
};

struct DetailsOutcome {
  absl::Status status;
  // Bookings that carry the note DETAILS_UNAVAILABLE now.
  int missing = 0;
};

// Lives on the loop of its connection; destroying it cancels all calls.
class DetailsRun {
 public:
  using Done = absl::AnyInvocable<void(DetailsOutcome) &&>;

  // The bookings outlive the run; `done` runs once, later than the constructor returns, and
  // destroys the run.
  DetailsRun(std::vector<v1::Booking*> bookings, const Connection& connection,
             const CallContext& context, DetailsOptions options, Done done);

 private:
  void Start(size_t slot);
  void OnDetails(size_t slot, v1::Booking* booking, absl::StatusOr<v1::Booking> details);
  bool IsTolerable(const absl::Status& failure) const;
  void Finish();

  const std::vector<v1::Booking*> bookings_;
  const Connection& connection_;
  const CallContext context_;
  const DetailsOptions options_;
  Done done_;
  size_t next_ = 0;
  int running_ = 0;
  DetailsOutcome outcome_;
  std::vector<std::unique_ptr<Drive<v1::Booking>>> slots_;
  std::unique_ptr<Timer> finish_;
};

// Merges what a further call told into a booking; the BASIC view keeps the canonical fields only.
void MergeDetails(const v1::Booking& details, v1::BookingView view, v1::Booking* booking);
// Whether a failed detail call says that its booking has none, so that the list can go on without.
bool IsMissingDetail(const absl::Status& failure);

}  // namespace bookings
