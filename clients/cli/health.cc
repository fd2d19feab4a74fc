// See health.h.
#include "clients/cli/health.h"

#include <google/protobuf/wrappers.pb.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "absl/time/clock.h"

namespace bookings::cli {

HealthAnswer AskHealth(const std::shared_ptr<grpc::Channel>& channel, absl::Duration patience) {
  // The messages of grpc.health.v1 have one field each, with the number and wire type of these.
  using HealthRequest = google::protobuf::StringValue;  // empty = the server as a whole
  using HealthResponse = google::protobuf::Int32Value;
  constexpr int kServing = 1;
  grpc::TemplatedGenericStub<HealthRequest, HealthResponse> stub(channel);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
  grpc::CompletionQueue queue;
  const auto call =
      stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", HealthRequest(), &queue);
  call->StartCall();
  HealthAnswer answer;
  HealthResponse response;
  call->Finish(&response, &answer.status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  answer.serving = answer.status.ok() && response.value() == kServing;
  return answer;
}

}  // namespace bookings::cli
