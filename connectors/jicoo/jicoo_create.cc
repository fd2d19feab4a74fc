// See jicoo_create.h.
#include "connectors/jicoo/jicoo_create.h"

#include <utility>

#include "connectors/api/http_status.h"
#include "connectors/api/refusal.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_messages.h"
#include "connectors/jicoo/jicoo_order.h"

namespace bookings::jicoo {
namespace {

HttpRequest BuildCreate(std::string body) {
  HttpRequest request = BuildWrite("/v1/bookings", std::move(body));
  request.purpose = Purpose::kCreateBooking;
  request.expected_statuses = {http_status::kUnprocessable};
  return request;
}

// The booking names no guest: those are as they were sent.
Step<v1::Booking> OnCreated(const SentOrder& sent, const Account& account, HttpResponse response) {
  const absl::StatusOr<Page> page =
      ParseGet(std::move(response.body), account.connection_id, v1::BOOKING_VIEW_FULL);
  if (!page.ok()) return page.status();
  v1::Booking booking = *page->bookings[0];
  *booking.add_customers() = sent.customer;
  return booking;
}

}  // namespace

Step<Offer> ReadOfferOf(std::string_view event_type, absl::Time start) {
  if (!IsPathSegment(event_type)) return Offer::kNotTold;
  return {BuildSlotsAround(event_type, start), [start](HttpResponse response) -> Step<Offer> {
            return ReadOffer(std::move(response), start);
          }};
}

absl::Status ExplainRefusedStart(const HttpResponse& refused, Offer offer) {
  const VendorRefusal refusal = ReadRefusal(refused, "", "");
  if (offer == Offer::kGone) return SlotUnavailable(refusal);
  return BookingRefused(refusal, "the vendor refuses the booking by its rules");
}

Step<v1::Booking> SendOrder(const CreatePlan& plan, const Account& account) {
  const absl::StatusOr<SentOrder> sent = ReadOrder(plan);
  if (!sent.ok()) return sent.status();
  return {BuildCreate(plan.data),
          [sent = *sent, account](HttpResponse response) -> Step<v1::Booking> {
            if (response.status != http_status::kUnprocessable) {
              return OnCreated(sent, account, std::move(response));
            }
            return Chain<Offer, v1::Booking>(
                ReadOfferOf(sent.event_type, sent.start),
                [refused =
                     std::move(response)](const absl::StatusOr<Offer>& offer) -> Step<v1::Booking> {
                  return ExplainRefusedStart(refused, offer.value_or(Offer::kNotTold));
                });
          }};
}

}  // namespace bookings::jicoo
