// See preview_call.h.
#include "service/engine/preview_call.h"

#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/source_error.h"

namespace bookings {

PreviewCall::PreviewCall(WriteRequest<v1::CreateBookingRequest> request,
                         std::shared_ptr<Connection> connection, WriteDone done)
    : request_(std::move(request)), connection_(std::move(connection)), done_(std::move(done)) {}

void PreviewCall::Start() {
  connection_->loop->Post([self = shared_from_this()] {
    if (self->done_) self->Plan();
  });
}

void PreviewCall::Cancel() {
  connection_->loop->Post([self = shared_from_this()] {
    self->Finish(MakeFailure(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                             "the call was cancelled"));
  });
}

void PreviewCall::Plan() {
  CallContext context;
  context.caller = request_.caller;
  context.trace = request_.trace;
  context.deadline = request_.deadline;
  context.caller_token = request_.caller_token;
  drive_ = std::make_unique<Drive<CreatePlan>>(
      connection_->connector->PlanCreate(request_.input), *connection_, context,
      [this](absl::StatusOr<CreatePlan> plan) {
        if (!plan.ok()) return Finish(plan.status());
        WriteAnswer answer;
        *answer.result.mutable_booking() = std::move(plan->preview);
        Finish(std::move(answer));
      });
}

void PreviewCall::Finish(absl::StatusOr<WriteAnswer> answer) {
  if (!done_) return;
  const std::shared_ptr<PreviewCall> alive = shared_from_this();
  drive_.reset();
  if (!answer.ok()) {
    answer =
        WithMetadata(OfConnection(answer.status(), *connection_), "booking_state", "NOT_CREATED");
  }
  WriteDone done = std::exchange(done_, nullptr);
  std::move(done)(std::move(answer));
}

}  // namespace bookings
