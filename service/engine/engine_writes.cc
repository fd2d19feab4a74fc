// The writes of engine.h.
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "connectors/api/write_fields.h"
#include "service/engine/change_call.h"
#include "service/engine/create_call.h"
#include "service/engine/engine.h"
#include "service/engine/preview_call.h"
#include "service/engine/replacement_call.h"
#include "service/engine/slot_stream.h"

namespace bookings {
namespace {

constexpr char kReschedule[] = "RescheduleBooking";

absl::Status Unsupported(std::string_view message) {
  return MakeFailure(absl::StatusCode::kUnimplemented, v1::ERROR_REASON_OPERATION_UNSUPPORTED,
                     message);
}

bool Supports(const Connection& connection, v1::Operation operation) {
  const v1::OperationCapability* entry =
      FindOperation(connection.connector->capabilities(), operation);
  return entry != nullptr && entry->support() != v1::SUPPORT_NONE &&
         entry->support() != v1::SUPPORT_UNSPECIFIED;
}

// Declared fields first, then what only the connector knows.
WriteProblems CheckAll(const Connection& connection, v1::Operation operation,
                       const google::protobuf::Message& request, WriteProblems own) {
  const v1::OperationCapability* capability =
      FindOperation(connection.connector->capabilities(), operation);
  if (capability == nullptr) return own;
  WriteProblems problems = CheckWriteFields(request, *capability);
  for (Violation& problem : own.invalid) problems.invalid.push_back(std::move(problem));
  for (Violation& problem : own.unsupported) problems.unsupported.push_back(std::move(problem));
  return problems;
}

template <typename Request>
WriteOrder OrderOf(WriteRequest<Request>& request, std::string operation, WriteDone done) {
  WriteOrder order;
  order.key = {request.caller, request.connection, std::move(operation), request.request_id};
  order.fingerprint = request.fingerprint;
  order.deadline = request.deadline;
  order.caller_token = request.caller_token;
  order.trace = request.trace;
  order.done = std::move(done);
  return order;
}

absl::Status NoLedger() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_LEDGER_UNAVAILABLE,
                     "no ledger is configured: this gateway only reads");
}

// Without a ledger nothing can be written.
class RefusedCall final : public WriteCall {
 public:
  RefusedCall(WriteDone done, absl::Status failure) { std::move(done)(std::move(failure)); }
  void Cancel() override {}
};

std::shared_ptr<WriteCall> Refused(WriteDone done) {
  return std::make_shared<RefusedCall>(std::move(done), NoLedger());
}

template <typename Call>
std::shared_ptr<WriteCall> Started(std::shared_ptr<Call> call) {
  call->Start();
  return call;
}

}  // namespace

absl::Status Engine::CheckSupport(const Connection& connection, v1::Operation operation) const {
  if (Supports(connection, operation)) return absl::OkStatus();
  return Unsupported("this connection's vendor has no such operation");
}

absl::Status Engine::CheckReschedule(const Connection& connection,
                                     const v1::RescheduleBookingRequest& request) const {
  if (Supports(connection, v1::OPERATION_RESCHEDULE_BOOKING)) return absl::OkStatus();
  const bool replaceable = Supports(connection, v1::OPERATION_CREATE_BOOKING) &&
                           Supports(connection, v1::OPERATION_CANCEL_BOOKING);
  if (!replaceable) return Unsupported("this connection's vendor cannot move bookings");
  if (request.allow_replacement()) return absl::OkStatus();
  return Unsupported(
      "this connection's vendor cannot move bookings; with allow_replacement a new one takes the "
      "old one's place");
}

WriteProblems Engine::Check(const Connection& connection, const CreateInput& input) const {
  return WithoutBestEffort(CheckAll(connection, v1::OPERATION_CREATE_BOOKING, input.request,
                                    connection.connector->CheckCreate(input)),
                           input.request.best_effort());
}

WriteProblems Engine::Check(const Connection& connection, const CancelInput& input) const {
  return CheckAll(connection, v1::OPERATION_CANCEL_BOOKING, input.request,
                  connection.connector->CheckCancel(input));
}

WriteProblems Engine::Check(const Connection& connection, const RescheduleInput& input) const {
  // A replacement is checked as a creation, once the old booking is known.
  if (!Supports(connection, v1::OPERATION_RESCHEDULE_BOOKING)) return {};
  return CheckAll(connection, v1::OPERATION_RESCHEDULE_BOOKING, input.request,
                  connection.connector->CheckReschedule(input));
}

WriteProblems Engine::Check(const Connection& connection, const UpdateInput& input) const {
  return CheckAll(connection, v1::OPERATION_UPDATE_BOOKING, input.request,
                  connection.connector->CheckUpdate(input));
}

WriteProblems Engine::Check(const Connection& connection, const UpdateStatusInput& input) const {
  return CheckAll(connection, v1::OPERATION_UPDATE_BOOKING_STATUS, input.request,
                  connection.connector->CheckUpdateStatus(input));
}

std::shared_ptr<SlotCall> Engine::Slots(SlotRequest request) const {
  std::shared_ptr<Connection> connection = connections_.at(request.connection);
  return std::make_shared<SlotStreamCall>(std::move(request), std::move(connection),
                                          options_.slot_windows_in_flight);
}

std::shared_ptr<WriteCall> Engine::Preview(WriteRequest<v1::CreateBookingRequest> request,
                                           WriteDone done) const {
  std::shared_ptr<Connection> connection = connections_.at(request.connection);
  return Started(
      std::make_shared<PreviewCall>(std::move(request), std::move(connection), std::move(done)));
}

std::shared_ptr<WriteCall> Engine::Write(WriteRequest<v1::CreateBookingRequest> request,
                                         WriteDone done) const {
  if (options_.ledger == nullptr) {
    return std::make_shared<RefusedCall>(std::move(done),
                                         WithMetadata(NoLedger(), "booking_state", "NOT_CREATED"));
  }
  WriteOrder order = OrderOf(request, "CreateBooking", std::move(done));
  return Started(std::make_shared<CreateCall>(std::move(order), std::move(request.input),
                                              CreateMode::kSend,
                                              connections_.at(request.connection), options_));
}

template <typename Input>
std::shared_ptr<WriteCall> Engine::StartChange(WriteOrder order, internal::v1::WritePlan plan,
                                               Input input, Operation<Input> operation) const {
  std::shared_ptr<Connection> connection = connections_.at(order.key.connection);
  const Connector* connector = connection->connector.get();
  return Started(std::make_shared<ChangeCall>(
      std::move(order), std::move(plan),
      [connector, operation, input = std::move(input)](const WriteIdentity& identity) {
        return (connector->*operation)(input, identity);
      },
      std::move(connection), options_));
}

std::shared_ptr<WriteCall> Engine::Write(WriteRequest<v1::CancelBookingRequest> request,
                                         WriteDone done) const {
  if (options_.ledger == nullptr) return Refused(std::move(done));
  internal::v1::WritePlan plan;
  *plan.mutable_cancel() = request.input.request;
  WriteOrder order = OrderOf(request, "CancelBooking", std::move(done));
  return StartChange(std::move(order), std::move(plan), std::move(request.input),
                     &Connector::Cancel);
}

std::shared_ptr<WriteCall> Engine::Write(WriteRequest<v1::RescheduleBookingRequest> request,
                                         WriteDone done) const {
  if (options_.ledger == nullptr) return Refused(std::move(done));
  std::shared_ptr<Connection> connection = connections_.at(request.connection);
  WriteOrder order = OrderOf(request, kReschedule, std::move(done));
  if (!Supports(*connection, v1::OPERATION_RESCHEDULE_BOOKING)) {
    return Started(std::make_shared<ReplacementCall>(std::move(order), std::move(request.input),
                                                     std::move(connection), options_));
  }
  internal::v1::WritePlan plan;
  *plan.mutable_reschedule() = request.input.request;
  if (request.input.slot) *plan.mutable_slot() = *request.input.slot;
  return StartChange(std::move(order), std::move(plan), std::move(request.input),
                     &Connector::Reschedule);
}

std::shared_ptr<WriteCall> Engine::Write(WriteRequest<v1::UpdateBookingRequest> request,
                                         WriteDone done) const {
  if (options_.ledger == nullptr) return Refused(std::move(done));
  internal::v1::WritePlan plan;
  *plan.mutable_update() = request.input.request;
  WriteOrder order = OrderOf(request, "UpdateBooking", std::move(done));
  return StartChange(std::move(order), std::move(plan), std::move(request.input),
                     &Connector::Update);
}

std::shared_ptr<WriteCall> Engine::Write(WriteRequest<v1::UpdateBookingStatusRequest> request,
                                         WriteDone done) const {
  if (options_.ledger == nullptr) return Refused(std::move(done));
  internal::v1::WritePlan plan;
  *plan.mutable_update_status() = request.input.request;
  WriteOrder order = OrderOf(request, "UpdateBookingStatus", std::move(done));
  return StartChange(std::move(order), std::move(plan), std::move(request.input),
                     &Connector::UpdateStatus);
}

Engine::Recovery Engine::Recover(const WriteEntry& entry) const {
  const auto found = connections_.find(entry.key.connection);
  if (found == connections_.end()) return Recovery::kNoConnection;
  internal::v1::WritePlan plan;
  if (!plan.ParseFromString(entry.plan)) return Recovery::kNotNeeded;
  if (plan.has_create()) {
    std::make_shared<CreateCall>(WriteOrder(), CreateInput(), CreateMode::kOnlyResolve,
                                 found->second, options_)
        ->Resume(entry);
    return Recovery::kBegun;
  }
  // Other writes that aim at a state are done again by whoever wants them still.
  if (entry.key.operation != kReschedule ||
      Supports(*found->second, v1::OPERATION_RESCHEDULE_BOOKING)) {
    return Recovery::kNotNeeded;
  }
  std::make_shared<ReplacementCall>(WriteOrder(), RescheduleInput(), found->second, options_)
      ->Resume(entry);
  return Recovery::kBegun;
}

}  // namespace bookings
