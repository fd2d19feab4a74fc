// Lists, gets and slots of bookings_service.h; its writes are bookings_writes.cc.
#include "service/rpc/bookings_service.h"

#include <memory>
#include <utility>

#include "connectors/api/names.h"
#include "service/rpc/admission.h"
#include "service/rpc/booking_pages.h"
#include "service/rpc/immediate.h"
#include "service/rpc/list_preparation.h"
#include "service/rpc/plan_call.h"
#include "service/rpc/slot_pages.h"
#include "service/rpc/slot_preparation.h"
#include "service/rpc/unary_call.h"
#include "service/rpc/validation.h"

namespace bookings {
namespace {

// Copies the booking, which lives on the engine's arena, into the response.
Engine::Found FillIn(v1::GetBookingResponse* response, UnaryCall<GetCall>::Done done) {
  return [response, done = std::move(done)](absl::StatusOr<FoundBooking> found) mutable {
    if (found.ok()) *response->mutable_booking() = *found->booking;
    std::move(done)(found.status());
  };
}

}  // namespace

grpc::ServerWriteReactor<v1::ListBookingsResponse>* BookingsService::ListBookings(
    grpc::CallbackServerContext* context, const v1::ListBookingsRequest* request) {
  auto [record, caller] = BeginRpc(environment_, *context, "ListBookings", Access::kRead);
  const auto end = [this, &record](const absl::Status& failure) {
    return new EndedStream<v1::ListBookingsResponse>(record, failure, environment_.now());
  };
  if (!caller.ok()) return end(caller.status());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment_.stream_deadline);
  absl::StatusOr<PreparedList> list = PrepareList(environment_, *request, *caller, deadline);
  if (!list.ok()) return end(list.status());
  record.connections = list->request.connections;
  absl::StatusOr<std::shared_ptr<ListCall>> call = StartList(*request, list->request);
  if (!call.ok()) return end(call.status());
  auto seal = [this, binding = list->binding](internal::v1::PageTokenState position) {
    return environment_.page_tokens->Seal(std::move(position), binding, environment_.now());
  };
  auto restart = [this, again = std::move(list->request)](BookingPages::Position position) {
    ListRequest from_there = again;
    from_there.resume = std::move(position);
    return environment_.engine->List(std::move(from_there));
  };
  return PageStream<v1::ListBookingsResponse>::Start(
      context,
      std::make_shared<BookingPages>(*std::move(call), std::move(seal), std::move(restart)),
      StreamOptions(std::move(record), *caller));
}

absl::StatusOr<std::shared_ptr<ListCall>> BookingsService::StartList(
    const v1::ListBookingsRequest& request, ListRequest list) const {
  if (!request.explain()) return environment_.engine->List(std::move(list));
  absl::StatusOr<v1::ListPlan> plan = environment_.engine->Explain(list, environment_.now());
  if (!plan.ok()) return plan.status();
  return std::make_shared<PlanCall>(*std::move(plan));
}

grpc::ServerUnaryReactor* BookingsService::GetBooking(grpc::CallbackServerContext* context,
                                                      const v1::GetBookingRequest* request,
                                                      v1::GetBookingResponse* response) {
  auto [record, caller] = BeginRpc(environment_, *context, "GetBooking", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment_.now());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment_.unary_deadline);
  absl::StatusOr<GetRequest> get = PrepareGet(*request, *caller, deadline);
  if (!get.ok()) return AnswerNow(context, record, get.status(), environment_.now());
  record.connections = {get->connection};
  using Call = UnaryCall<GetCall>;
  return new Call(std::move(record), environment_.now,
                  [this, response, get = *std::move(get)](Call::Done done) mutable {
                    return environment_.engine->Get(std::move(get),
                                                    FillIn(response, std::move(done)));
                  });
}

absl::StatusOr<GetRequest> BookingsService::PrepareGet(const v1::GetBookingRequest& request,
                                                       const Caller& caller,
                                                       absl::Time deadline) const {
  const Violations violations = CheckGetBooking(request);
  if (!violations.empty()) return InvalidRequest(violations);
  BookingId id = ParseBookingName(request.name()).value_or(BookingId());
  if (const auto connection = FindConnection(*environment_.engine, caller, id.connection, "name");
      !connection.ok()) {
    return connection.status();
  }
  if (absl::Status tokens = CheckVendorTokens(*environment_.engine, caller, {id.connection});
      !tokens.ok()) {
    return tokens;
  }
  GetRequest get;
  if (request.view() != v1::BOOKING_VIEW_UNSPECIFIED) get.view = request.view();
  get.deadline = deadline;
  get.caller = ScopeOf(caller);
  get.caller_token = TokensFor(caller, {id.connection})[id.connection];
  get.connection = std::move(id.connection);
  get.vendor_id = std::move(id.vendor_id);
  return get;
}

grpc::ServerWriteReactor<v1::ListSlotsResponse>* BookingsService::ListSlots(
    grpc::CallbackServerContext* context, const v1::ListSlotsRequest* request) {
  auto [record, caller] = BeginRpc(environment_, *context, "ListSlots", Access::kRead);
  const auto end = [this, &record](const absl::Status& failure) {
    return new EndedStream<v1::ListSlotsResponse>(record, failure, environment_.now());
  };
  if (!caller.ok()) return end(caller.status());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment_.stream_deadline);
  absl::StatusOr<PreparedSlots> slots = PrepareSlots(environment_, *request, *caller, deadline);
  if (!slots.ok()) return end(slots.status());
  record.connections = {slots->request.connection};
  SlotPagesOptions pages;
  pages.page_tokens = environment_.page_tokens;
  pages.slot_tokens = environment_.slot_tokens;
  pages.binding = std::move(slots->binding);
  pages.now = environment_.now;
  return PageStream<v1::ListSlotsResponse>::Start(
      context,
      std::make_shared<SlotPages>(environment_.engine->Slots(std::move(slots->request)),
                                  std::move(pages)),
      StreamOptions(std::move(record), *caller));
}

PageStreamOptions BookingsService::StreamOptions(RpcRecord record, const Caller& caller) const {
  return {std::move(record),
          environment_.streams,
          {ScopeOf(caller), caller.grant->streams},
          environment_.now};
}

}  // namespace bookings
