// See bookings/client/environment.h.
#include "bookings/client/environment.h"

#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"
#include "src/deadline.h"

namespace bookings::client {
namespace {

class RealEnvironment final : public Environment {
 public:
  absl::Duration Now() override {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
  }

  // On a queue of gRPC's, which connects only while somebody waits at one: during a mere sleep an
  // attempt to connect would time out.
  void Sleep(absl::Duration wait, const std::stop_token& stop) override {
    grpc::CompletionQueue queue;
    grpc::Alarm alarm;
    alarm.Set(&queue, internal::DeadlineIn(wait), nullptr);
    const std::stop_callback cancel(stop, [&alarm] { alarm.Cancel(); });
    void* tag = nullptr;
    bool expired = false;
    queue.Next(&tag, &expired);
    queue.Shutdown();
    queue.Next(&tag, &expired);
  }

  double Chance() override {
    std::random_device device;
    return std::uniform_real_distribution<double>(0, 1)(device);
  }

  // A random UUID (version 4), of the system's own randomness each time: a generator's state would
  // be the same in both processes after a fork.
  std::string NewRequestId() override {
    std::random_device device;
    std::array<uint32_t, 4> bits = {device(), device(), device(), device()};
    bits[1] = (bits[1] & 0xFFFF0FFF) | 0x00004000;
    bits[2] = (bits[2] & 0x3FFFFFFF) | 0x80000000;
    return absl::StrFormat("%08x-%04x-%04x-%04x-%04x%08x", bits[0], bits[1] >> 16, bits[1] & 0xFFFF,
                           bits[2] >> 16, bits[2] & 0xFFFF, bits[3]);
  }
};

}  // namespace

std::shared_ptr<Environment> MakeRealEnvironment() { return std::make_shared<RealEnvironment>(); }

}  // namespace bookings::client
