// See server.h.
#include "service/rpc/server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace bookings {
namespace {

struct ChannelArgument {
  const char* name;
  int value;
};

constexpr int kMillisPerSecond = 1'000;

// Every argument with its reason.
constexpr ChannelArgument kArguments[] = {
    // Two gateways on one port would share the calls unnoticed.
    {GRPC_ARG_ALLOW_REUSEPORT, 0},
    {GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataTotalBytes},
    // A peer that vanished without a word is noticed after 80 s, and its vendor calls stop.
    {GRPC_ARG_KEEPALIVE_TIME_MS, 60 * kMillisPerSecond},
    {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kMillisPerSecond},
    // Clients may ping this often, between calls too, before they are told to calm down.
    {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kMillisPerSecond},
    {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
};

std::string HostOf(const std::string& address) { return address.substr(0, address.rfind(':')); }

// The health service answers for the server as a whole ("") and for each service by name.
void SetHealth(grpc::Server& server, bool serving) {
  grpc::HealthCheckServiceInterface* health = server.GetHealthCheckService();
  health->SetServingStatus(serving);
  health->SetServingStatus("bookings.v1.BookingService", serving);
  health->SetServingStatus("bookings.v1.ConnectionService", serving);
}

// Until no call has come for a while, or `most` is over.
void AwaitLeave(const Arrivals& arrivals, absl::Duration most) {
  const absl::Time begin = absl::Now();
  while (true) {
    const absl::Time quiet = std::max(begin, arrivals.latest()) + kQuiet;
    const absl::Time until = std::min(quiet, begin + most);
    if (absl::Now() >= until) return;
    absl::SleepFor(until - absl::Now());
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  for (const ChannelArgument& argument : kArguments) {
    builder.AddChannelArgument(argument.name, argument.value);
  }
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.max_connection_age)));
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.max_connection_age_grace)));
  builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder.SetMaxSendMessageSize(-1);  // a page is bounded by its page size
  int port = 0;
  builder.AddListeningPort(
      options.address,
      options.credentials ? options.credentials : grpc::InsecureServerCredentials(), &port);
  for (grpc::Service* service : options.services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port <= 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.address, ": is the port in use?"));
  }
  SetHealth(*server, true);
  std::string address = absl::StrCat(HostOf(options.address), ":", port);
  return std::unique_ptr<Server>(new Server(options, std::move(server), std::move(address)));
}

void Server::Stop(absl::Duration grace) {
  const absl::Time deadline = absl::Now() + grace;
  SetHealth(*server_, false);
  streams_->Drain();
  if (drain_) drain_(deadline - std::min(grace / 2, kLastAnswers));
  if (arrivals_ != nullptr) AwaitLeave(*arrivals_, std::min(grace / 2, kLongestLeave));
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
}

}  // namespace bookings
