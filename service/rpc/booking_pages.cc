// See booking_pages.h.
#include "service/rpc/booking_pages.h"

#include <utility>

namespace bookings {

void BookingPages::Next(Arrived arrived) {
  call_->Next([self = shared_from_this(),
               arrived = std::move(arrived)](absl::StatusOr<StreamPage> page) mutable {
    std::move(arrived)(self->Serve(std::move(page)));
  });
}

absl::StatusOr<ServedPage<v1::ListBookingsResponse>> BookingPages::Serve(
    absl::StatusOr<StreamPage> page) const {
  if (!page.ok()) return page.status();
  if (page->position != nullptr) {
    absl::StatusOr<std::string> token = seal_(*std::move(page->position));
    if (!token.ok()) return token.status();
    page->response->set_next_page_token(*std::move(token));
  }
  for (StreamPage::Remainder& remainder : page->remainders) {
    absl::StatusOr<std::string> token = seal_(*std::move(remainder.position));
    if (!token.ok()) return token.status();
    page->response->mutable_sources(remainder.source)->set_remainder_page_token(*std::move(token));
  }
  ServedPage<v1::ListBookingsResponse> served;
  served.response = page->response;
  served.last = page->last;
  served.keeps = std::make_shared<decltype(page->arenas)>(std::move(page->arenas));
  return served;
}

}  // namespace bookings
