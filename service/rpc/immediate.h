// Ends RPCs that are answered at once, and logs them: streams that never begin and unary calls.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "service/rpc/rpc_record.h"
#include "service/rpc/status_details.h"

namespace bookings {

// The reactor of a stream that ends before it has begun. Deletes itself once gRPC is done with it.
template <typename Response>
class EndedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  EndedStream(const RpcRecord& record, const absl::Status& outcome, absl::Time now) {
    record.Finish(outcome, now);
    this->Finish(ToGrpcStatus(outcome));
  }
  void OnDone() override { delete this; }
};

// A unary call's response must be filled in before.
inline grpc::ServerUnaryReactor* AnswerNow(grpc::CallbackServerContext* context,
                                           const RpcRecord& record, const absl::Status& outcome,
                                           absl::Time now) {
  record.Finish(outcome, now);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(ToGrpcStatus(outcome));
  return reactor;
}

}  // namespace bookings
