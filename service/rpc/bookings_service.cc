// Lists, gets and slots of bookings_service.h; its writes are bookings_writes.cc.
#include "service/rpc/bookings_service.h"

#include <memory>
#include <utility>

#include "connectors/api/names.h"
#include "service/rpc/admission.h"
#include "service/rpc/booking_pages.h"
#include "service/rpc/immediate.h"
#include "service/rpc/list_preparation.h"
#include "service/rpc/page_stream.h"
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

absl::StatusOr<std::shared_ptr<ListCall>> StartList(const RpcEnvironment& environment,
                                                    const v1::ListBookingsRequest& request,
                                                    ListRequest list) {
  if (!request.explain()) return environment.engine->List(std::move(list));
  absl::StatusOr<v1::ListPlan> plan = environment.engine->Explain(list, environment.now());
  if (!plan.ok()) return plan.status();
  return std::make_shared<PlanCall>(*std::move(plan));
}

absl::StatusOr<GetRequest> PrepareGet(const Engine& engine, const v1::GetBookingRequest& request,
                                      const Caller& caller, absl::Time deadline) {
  const Violations violations = CheckGetBooking(request);
  if (!violations.empty()) return InvalidRequest(violations);
  BookingId id = ParseBookingName(request.name()).value_or(BookingId());
  if (const auto connection = FindConnection(engine, caller, id.connection, "name");
      !connection.ok()) {
    return connection.status();
  }
  if (absl::Status tokens = CheckVendorTokens(engine, caller, {id.connection}); !tokens.ok()) {
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

PageStreamOptions StreamOptions(const RpcEnvironment& environment, RpcRecord record,
                                const Caller& caller) {
  return {std::move(record),
          environment.streams,
          {ScopeOf(caller), caller.grant->streams},
          environment.now};
}

}  // namespace

grpc::ServerWriteReactor<v1::ListBookingsResponse>* BookingsService::ListBookings(
    grpc::CallbackServerContext* context, const v1::ListBookingsRequest* request) {
  auto [environment, record, caller] =
      BeginRpc(environment_->Get(), *context, "ListBookings", Access::kRead);
  const auto end = [&environment, &record](const absl::Status& failure) {
    return new EndedStream<v1::ListBookingsResponse>(record, failure, environment->now());
  };
  if (!caller.ok()) return end(caller.status());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment->stream_deadline);
  absl::StatusOr<PreparedList> list = PrepareList(*environment, *request, *caller, deadline);
  if (!list.ok()) return end(list.status());
  record.connections = list->request.connections;
  list->request.trace = record.span.context;
  absl::StatusOr<std::shared_ptr<ListCall>> call = StartList(*environment, *request, list->request);
  if (!call.ok()) return end(call.status());
  auto seal = [environment = environment,
               binding = list->binding](internal::v1::PageTokenState position) {
    return environment->page_tokens->Seal(std::move(position), binding, environment->now());
  };
  auto restart = [environment = environment,
                  again = std::move(list->request)](BookingPages::Position position) {
    ListRequest from_there = again;
    from_there.resume = std::move(position);
    return environment->engine->List(std::move(from_there));
  };
  return PageStream<v1::ListBookingsResponse>::Start(
      context,
      std::make_shared<BookingPages>(*std::move(call), std::move(seal), std::move(restart)),
      StreamOptions(*environment, std::move(record), *caller));
}

grpc::ServerUnaryReactor* BookingsService::GetBooking(grpc::CallbackServerContext* context,
                                                      const v1::GetBookingRequest* request,
                                                      v1::GetBookingResponse* response) {
  auto [environment, record, caller] =
      BeginRpc(environment_->Get(), *context, "GetBooking", Access::kRead);
  if (!caller.ok()) return AnswerNow(context, record, caller.status(), environment->now());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment->unary_deadline);
  absl::StatusOr<GetRequest> get = PrepareGet(*environment->engine, *request, *caller, deadline);
  if (!get.ok()) return AnswerNow(context, record, get.status(), environment->now());
  record.connections = {get->connection};
  get->trace = record.span.context;
  using Call = UnaryCall<GetCall>;
  return new Call(
      context, std::move(record), environment->now,
      [engine = environment->engine, response, get = *std::move(get)](Call::Done done) mutable {
        return engine->Get(std::move(get), FillIn(response, std::move(done)));
      });
}

grpc::ServerWriteReactor<v1::ListSlotsResponse>* BookingsService::ListSlots(
    grpc::CallbackServerContext* context, const v1::ListSlotsRequest* request) {
  auto [environment, record, caller] =
      BeginRpc(environment_->Get(), *context, "ListSlots", Access::kRead);
  const auto end = [&environment, &record](const absl::Status& failure) {
    return new EndedStream<v1::ListSlotsResponse>(record, failure, environment->now());
  };
  if (!caller.ok()) return end(caller.status());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment->stream_deadline);
  absl::StatusOr<PreparedSlots> slots = PrepareSlots(*environment, *request, *caller, deadline);
  if (!slots.ok()) return end(slots.status());
  record.connections = {slots->request.connection};
  slots->request.trace = record.span.context;
  SlotPagesOptions pages;
  pages.page_tokens = environment->page_tokens;
  pages.slot_tokens = environment->slot_tokens;
  pages.binding = std::move(slots->binding);
  pages.now = environment->now;
  return PageStream<v1::ListSlotsResponse>::Start(
      context,
      std::make_shared<SlotPages>(environment->engine->Slots(std::move(slots->request)),
                                  std::move(pages)),
      StreamOptions(*environment, std::move(record), *caller));
}

}  // namespace bookings
