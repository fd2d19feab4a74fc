// See details.h.
#include "service/engine/details.h"

#include <algorithm>
#include <utility>

#include "connectors/api/civil.h"

namespace bookings {

DetailsRun::DetailsRun(std::vector<v1::Booking*> bookings, const Connection& connection,
                       const CallContext& context, DetailsOptions options, Done done)
    : bookings_(std::move(bookings)),
      connection_(connection),
      context_(context),
      options_(options),
      done_(std::move(done)),
      slots_(std::min(bookings_.size(), static_cast<size_t>(options.in_flight))) {
  if (bookings_.empty()) {
    finish_ = connection_.loop->CallAt(connection_.loop->Now(), [this] { Finish(); });
  }
  for (size_t slot = 0; slot < slots_.size(); ++slot) Start(slot);
}

void DetailsRun::Start(size_t slot) {
  v1::Booking* booking = bookings_[next_++];
  ++running_;
  slots_[slot] = std::make_unique<Drive<v1::Booking>>(
      connection_.connector->FetchDetails(*booking), connection_, context_,
      [this, slot, booking](absl::StatusOr<v1::Booking> details) {
        OnDetails(slot, booking, std::move(details));
      });
}

void DetailsRun::OnDetails(size_t slot, v1::Booking* booking, absl::StatusOr<v1::Booking> details) {
  --running_;
  if (details.ok()) {
    MergeDetails(*details, options_.view, booking);
  } else if (IsTolerable(details.status())) {
    AddNote(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE, booking);
    ++outcome_.missing;
  } else {
    outcome_.status = details.status();
    return Finish();
  }
  if (next_ < bookings_.size()) return Start(slot);
  if (running_ == 0) Finish();
}

// A booking that is gone meanwhile has no details, and nothing else is lost with them.
bool DetailsRun::IsTolerable(const absl::Status& failure) const {
  if (ReasonOf(failure) == v1::ERROR_REASON_BOOKING_NOT_FOUND) return true;
  return options_.missing == MissingDetails::kNote && IsMissingDetail(failure);
}

void DetailsRun::Finish() {
  Done done = std::move(done_);
  std::move(done)(std::move(outcome_));  // may destroy *this
}

void MergeDetails(const v1::Booking& details, v1::BookingView view, v1::Booking* booking) {
  booking->MergeFrom(details);
  if (view != v1::BOOKING_VIEW_FULL) booking->clear_vendor_fields();
}

bool IsMissingDetail(const absl::Status& failure) {
  switch (ReasonOf(failure)) {
    case v1::ERROR_REASON_BOOKING_NOT_FOUND:
    case v1::ERROR_REASON_VENDOR_RESPONSE_INVALID:
    case v1::ERROR_REASON_VENDOR_UNAVAILABLE:
    case v1::ERROR_REASON_VENDOR_REQUEST_REFUSED:
    case v1::ERROR_REASON_VENDOR_PERMISSION_DENIED:
      return true;
    default:
      return false;
  }
}

}  // namespace bookings
