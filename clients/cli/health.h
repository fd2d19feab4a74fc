// Asks a gateway whether it serves, by the protocol grpc.health.v1.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <memory>

#include "absl/time/time.h"

namespace bookings::cli {

struct HealthAnswer {
  // OK: it has answered.
  grpc::Status status;
  bool serving = false;
};
HealthAnswer AskHealth(const std::shared_ptr<grpc::Channel>& channel, absl::Duration patience);

}  // namespace bookings::cli
