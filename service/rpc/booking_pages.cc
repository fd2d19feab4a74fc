// See booking_pages.h.
#include "service/rpc/booking_pages.h"

#include <utility>

#include "connectors/api/failure.h"

namespace bookings {

void BookingPages::Next(Arrived arrived) {
  const absl::StatusOr<std::shared_ptr<ListCall>> call = Call();
  if (!call.ok()) return std::move(arrived)(call.status());
  (*call)->Next([self = shared_from_this(),
                 arrived = std::move(arrived)](absl::StatusOr<StreamPage> page) mutable {
    std::move(arrived)(self->Serve(std::move(page)));
  });
}

bool BookingPages::Rest(const v1::ListBookingsResponse& unwritten) {
  if (behind_one_before_ == nullptr || behind_last_ == nullptr) return false;
  tally_.BeginAnewBefore(unwritten);
  behind_last_ = std::move(behind_one_before_);
  std::shared_ptr<ListCall> call;
  {
    const absl::MutexLock lock(&mutex_);
    call = std::exchange(call_, nullptr);
  }
  call->Cancel();
  return true;
}

void BookingPages::Cancel() {
  std::shared_ptr<ListCall> call;
  {
    const absl::MutexLock lock(&mutex_);
    cancelled_ = true;
    call = call_;
  }
  if (call != nullptr) call->Cancel();
}

absl::StatusOr<std::shared_ptr<ListCall>> BookingPages::Call() {
  const absl::MutexLock lock(&mutex_);
  if (call_ != nullptr) return call_;
  if (cancelled_) {
    return MakeFailure(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                       "the call was cancelled");
  }
  auto position = std::make_unique<internal::v1::PageTokenState>(*behind_last_);
  absl::StatusOr<std::shared_ptr<ListCall>> call = restart_(std::move(position));
  if (call.ok()) call_ = *call;
  return call;
}

absl::StatusOr<BookingPages::Page> BookingPages::Serve(absl::StatusOr<StreamPage> page) {
  if (!page.ok()) return page.status();
  tally_.Continue(*page->response);
  Remember(*page);
  if (absl::Status sealed = SealTokens(*page); !sealed.ok()) return sealed;
  Page served;
  served.response = page->response;
  served.last = page->last;
  served.keeps = std::make_shared<decltype(page->arenas)>(std::move(page->arenas));
  return served;
}

absl::Status BookingPages::SealTokens(StreamPage& page) const {
  if (page.position != nullptr) {
    absl::StatusOr<std::string> token = seal_(*std::move(page.position));
    if (!token.ok()) return token.status();
    page.response->set_next_page_token(*std::move(token));
  }
  for (StreamPage::Remainder& remainder : page.remainders) {
    absl::StatusOr<std::string> token = seal_(*std::move(remainder.position));
    if (!token.ok()) return token.status();
    page.response->mutable_sources(remainder.source)->set_remainder_page_token(*std::move(token));
  }
  return absl::OkStatus();
}

void BookingPages::Remember(const StreamPage& page) {
  behind_one_before_ = std::move(behind_last_);
  if (!page.restartable || page.last) return;
  behind_last_ = std::make_unique<internal::v1::PageTokenState>(*page.position);
}

}  // namespace bookings
