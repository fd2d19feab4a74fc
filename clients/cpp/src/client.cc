// See bookings/client/client.h.
#include "bookings/client/client.h"

#include <utility>

#include "src/items.h"
#include "src/link.h"
#include "src/unary.h"

namespace bookings::client {
namespace {

using internal::Link;
using BookingStub = v1::BookingService::StubInterface;
using ConnectionStub = v1::ConnectionService::StubInterface;

template <typename Service, typename Request, typename Answer>
using Method = grpc::Status (Service::*)(grpc::ClientContext*, const Request&, Answer*);

template <typename Service, typename Request, typename Answer>
Result<Answer> Read(const Link& link, Service& service, Method<Service, Request, Answer> method,
                    const Request& request, const CallOptions& options) {
  const internal::UnaryKind kind{.timeout = link.options().timeouts.read,
                                 .attempt_timeout = absl::InfiniteDuration(),
                                 .may_pass = internal::ReadMayPass};
  return internal::Call<Answer>(link, kind, options,
                                [&](grpc::ClientContext* context, Answer* answer) {
                                  return (service.*method)(context, request, answer);
                                });
}

template <typename Request, typename Answer>
Result<Answer> Write(const Link& link, Method<BookingStub, Request, Answer> method, Request request,
                     const CallOptions& options) {
  if (request.request_id().empty()) {
    request.set_request_id(link.options().environment->NewRequestId());
  }
  const internal::UnaryKind kind{.timeout = link.options().timeouts.write,
                                 .attempt_timeout = link.options().timeouts.write_attempt,
                                 .may_pass = internal::WriteMayPass,
                                 .request_id = request.request_id()};
  return internal::Call<Answer>(link, kind, options,
                                [&](grpc::ClientContext* context, Answer* answer) {
                                  return (link.bookings().*method)(context, request, answer);
                                });
}

}  // namespace

Client::Client(const Options& options) : Client(OpenChannel(options), options) {}

Client::Client(const std::shared_ptr<grpc::Channel>& channel, Options options)
    : link_(std::make_shared<Link>(channel, std::move(options))) {}

BookingList Client::ListBookings(v1::ListBookingsRequest request,
                                 const CallOptions& options) const {
  return BookingList(internal::ReadBookings(link_, std::move(request), options));
}

SlotList Client::ListSlots(v1::ListSlotsRequest request, const CallOptions& options) const {
  return SlotList(internal::ReadSlots(link_, std::move(request), options));
}

BookingPages Client::ListBookingPages(v1::ListBookingsRequest request,
                                      const CallOptions& options) const {
  return BookingPages(internal::ReadBookingPages(link_, std::move(request), options));
}

SlotPages Client::ListSlotPages(v1::ListSlotsRequest request, const CallOptions& options) const {
  return SlotPages(internal::ReadSlotPages(link_, std::move(request), options));
}

Result<v1::ListPlan> Client::ExplainBookings(v1::ListBookingsRequest request,
                                             const CallOptions& options) const {
  request.set_explain(true);
  for (Result<v1::ListBookingsResponse>& page : ListBookingPages(std::move(request), options)) {
    if (!page.ok()) return std::move(page).error();
    if (page->has_plan()) return std::move(*page->mutable_plan());
  }
  return Error{.code = absl::StatusCode::kInternal, .message = "the gateway told no plan"};
}

Result<v1::Booking> Client::GetBooking(const v1::GetBookingRequest& request,
                                       const CallOptions& options) const {
  Result<v1::GetBookingResponse> answer =
      Read(*link_, link_->bookings(), &BookingStub::GetBooking, request, options);
  if (!answer.ok()) return std::move(answer).error();
  return std::move(*answer->mutable_booking());
}

Result<v1::Booking> Client::GetBooking(const std::string& name, const CallOptions& options) const {
  v1::GetBookingRequest request;
  request.set_name(name);
  return GetBooking(request, options);
}

Result<std::vector<v1::Connection>> Client::ListConnections(const CallOptions& options) const {
  Result<v1::ListConnectionsResponse> answer =
      Read(*link_, link_->connections(), &ConnectionStub::ListConnections,
           v1::ListConnectionsRequest(), options);
  if (!answer.ok()) return std::move(answer).error();
  return std::vector<v1::Connection>(answer->connections().begin(), answer->connections().end());
}

Result<v1::Connection> Client::GetConnection(const std::string& name,
                                             const CallOptions& options) const {
  v1::GetConnectionRequest request;
  request.set_name(name);
  Result<v1::GetConnectionResponse> answer =
      Read(*link_, link_->connections(), &ConnectionStub::GetConnection, request, options);
  if (!answer.ok()) return std::move(answer).error();
  return std::move(*answer->mutable_connection());
}

Result<v1::CreateBookingResponse> Client::CreateBooking(v1::CreateBookingRequest request,
                                                        const CallOptions& options) const {
  return Write(*link_, &BookingStub::CreateBooking, std::move(request), options);
}

Result<v1::CancelBookingResponse> Client::CancelBooking(v1::CancelBookingRequest request,
                                                        const CallOptions& options) const {
  return Write(*link_, &BookingStub::CancelBooking, std::move(request), options);
}

Result<v1::RescheduleBookingResponse> Client::RescheduleBooking(
    v1::RescheduleBookingRequest request, const CallOptions& options) const {
  return Write(*link_, &BookingStub::RescheduleBooking, std::move(request), options);
}

Result<v1::UpdateBookingResponse> Client::UpdateBooking(v1::UpdateBookingRequest request,
                                                        const CallOptions& options) const {
  return Write(*link_, &BookingStub::UpdateBooking, std::move(request), options);
}

Result<v1::UpdateBookingStatusResponse> Client::UpdateBookingStatus(
    v1::UpdateBookingStatusRequest request, const CallOptions& options) const {
  return Write(*link_, &BookingStub::UpdateBookingStatus, std::move(request), options);
}

}  // namespace bookings::client
