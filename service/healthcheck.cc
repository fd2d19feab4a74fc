// See healthcheck.h.
#include "service/healthcheck.h"

#include <chrono>
#include <memory>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/tls_certificate_verifier.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace bookings {
namespace {

// The messages of grpc.health.v1 have one field each, with the number and wire type of these.
using HealthRequest = google::protobuf::StringValue;  // the service; empty = the server as a whole
using HealthResponse = google::protobuf::Int32Value;  // the status
constexpr int kServing = 1;
constexpr char kCheck[] = "/grpc.health.v1.Health/Check";

// A server can listen on all addresses, but a client asks one.
std::string AddressToAsk(const std::string& listening) {
  const size_t colon = listening.rfind(':');
  const std::string_view host = std::string_view(listening).substr(0, colon);
  if (host == "0.0.0.0") return absl::StrCat("127.0.0.1", listening.substr(colon));
  if (host == "[::]") return absl::StrCat("[::1]", listening.substr(colon));
  return listening;
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsFor(const config::v1::Listen& listening) {
  if (!listening.has_tls()) return grpc::InsecureChannelCredentials();
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_verify_server_certs(false);
  options.set_check_call_host(false);
  options.set_certificate_verifier(std::make_shared<grpc::experimental::NoOpCertificateVerifier>());
  return grpc::experimental::TlsCredentials(options);
}

std::shared_ptr<grpc::Channel> ChannelTo(const config::v1::Listen& listening) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // the gateway is here
  return grpc::CreateCustomChannel(AddressToAsk(listening.address()), CredentialsFor(listening),
                                   arguments);
}

grpc::Status Ask(const config::v1::Listen& listening, absl::Time deadline,
                 HealthResponse* response) {
  grpc::TemplatedGenericStub<HealthRequest, HealthResponse> stub(ChannelTo(listening));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  grpc::CompletionQueue queue;
  const auto call = stub.PrepareUnaryCall(&context, kCheck, HealthRequest(), &queue);
  call->StartCall();
  grpc::Status status;
  call->Finish(response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status;
}

}  // namespace

absl::Status CheckHealth(const config::v1::Listen& listening, absl::Duration timeout) {
  const std::string address = AddressToAsk(listening.address());
  HealthResponse response;
  const grpc::Status status = Ask(listening, absl::Now() + timeout, &response);
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat(address, ": ", status.error_message()));
  }
  if (response.value() == kServing) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(address, ": not serving"));
}

}  // namespace bookings
