// The writes of bookings_service.h.
#include <memory>
#include <utility>

#include "service/rpc/admission.h"
#include "service/rpc/bookings_service.h"
#include "service/rpc/immediate.h"
#include "service/rpc/unary_call.h"
#include "service/rpc/write_preparation.h"

namespace bookings {
namespace {

void FillAnswer(WriteAnswer answer, v1::CreateBookingResponse* response) {
  *response->mutable_booking() = std::move(*answer.result.mutable_booking());
  response->set_replayed(answer.replayed);
}

void FillAnswer(WriteAnswer answer, v1::CancelBookingResponse* response) {
  *response->mutable_booking() = std::move(*answer.result.mutable_booking());
  response->set_already_cancelled(answer.result.unchanged());
}

void FillAnswer(WriteAnswer answer, v1::RescheduleBookingResponse* response) {
  *response->mutable_booking() = std::move(*answer.result.mutable_booking());
  response->set_replaced_booking(answer.result.replaced_booking());
}

void FillAnswer(WriteAnswer answer, v1::UpdateBookingResponse* response) {
  *response->mutable_booking() = std::move(*answer.result.mutable_booking());
}

void FillAnswer(WriteAnswer answer, v1::UpdateBookingStatusResponse* response) {
  *response->mutable_booking() = std::move(*answer.result.mutable_booking());
  response->set_unchanged(answer.result.unchanged());
}

// A write that is refused before the engine has it.
template <typename Request>
absl::Status Refused(const Request&, const absl::Status& failure) {
  return failure;
}
absl::Status Refused(const v1::CreateBookingRequest&, const absl::Status& failure) {
  return WithMetadata(failure, "booking_state", "NOT_CREATED");
}

std::shared_ptr<WriteCall> Begin(const Engine& engine, WriteRequest<v1::CreateBookingRequest> write,
                                 WriteDone done) {
  if (write.input.request.validate_only()) return engine.Preview(std::move(write), std::move(done));
  return engine.Write(std::move(write), std::move(done));
}

template <typename Request>
std::shared_ptr<WriteCall> Begin(const Engine& engine, WriteRequest<Request> write,
                                 WriteDone done) {
  return engine.Write(std::move(write), std::move(done));
}

}  // namespace

template <typename Request, typename Response>
grpc::ServerUnaryReactor* BookingsService::Write(grpc::CallbackServerContext* context,
                                                 std::string_view rpc, const Request& request,
                                                 Response* response) const {
  auto [environment, record, caller] = BeginRpc(environment_->Get(), *context, rpc, Access::kWrite);
  const auto refuse = [&environment, context, &request, &record](const absl::Status& failure) {
    return AnswerNow(context, record, Refused(request, failure), environment->now());
  };
  if (!caller.ok()) return refuse(caller.status());
  const absl::Time deadline = DeadlineOf(*context, record.start, environment->unary_deadline);
  absl::StatusOr<WriteRequest<Request>> write =
      PrepareWrite(*environment, request, *caller, deadline);
  if (!write.ok()) return refuse(write.status());
  record.connections = {write->connection};
  write->trace = record.span.context;
  using Call = UnaryCall<WriteCall>;
  return new Call(
      context, std::move(record), environment->now,
      [engine = environment->engine, response, write = *std::move(write)](Call::Done done) mutable {
        return Begin(
            *engine, std::move(write),
            [response, done = std::move(done)](absl::StatusOr<WriteAnswer> answer) mutable {
              const absl::Status outcome = answer.status();
              if (answer.ok()) FillAnswer(*std::move(answer), response);
              std::move(done)(outcome);
            });
      });
}

grpc::ServerUnaryReactor* BookingsService::CreateBooking(grpc::CallbackServerContext* context,
                                                         const v1::CreateBookingRequest* request,
                                                         v1::CreateBookingResponse* response) {
  return Write(context, "CreateBooking", *request, response);
}

grpc::ServerUnaryReactor* BookingsService::CancelBooking(grpc::CallbackServerContext* context,
                                                         const v1::CancelBookingRequest* request,
                                                         v1::CancelBookingResponse* response) {
  return Write(context, "CancelBooking", *request, response);
}

grpc::ServerUnaryReactor* BookingsService::RescheduleBooking(
    grpc::CallbackServerContext* context, const v1::RescheduleBookingRequest* request,
    v1::RescheduleBookingResponse* response) {
  return Write(context, "RescheduleBooking", *request, response);
}

grpc::ServerUnaryReactor* BookingsService::UpdateBooking(grpc::CallbackServerContext* context,
                                                         const v1::UpdateBookingRequest* request,
                                                         v1::UpdateBookingResponse* response) {
  return Write(context, "UpdateBooking", *request, response);
}

grpc::ServerUnaryReactor* BookingsService::UpdateBookingStatus(
    grpc::CallbackServerContext* context, const v1::UpdateBookingStatusRequest* request,
    v1::UpdateBookingStatusResponse* response) {
  return Write(context, "UpdateBookingStatus", *request, response);
}

}  // namespace bookings
