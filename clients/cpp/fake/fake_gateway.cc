// See bookings/client/fake_gateway.h.
#include "bookings/client/fake_gateway.h"

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "fake/fake_services.h"
#include "fake/fake_state.h"

namespace bookings::client {
namespace internal {

// Waits at once. Time passes by the waits alone: how fast a test runs changes nothing.
class FakeEnvironment final : public Environment {
 public:
  absl::Duration Now() override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  void Sleep(absl::Duration wait, const std::stop_token& /*stop*/) override {
    const std::lock_guard lock(mutex_);
    now_ += wait;
  }
  double Chance() override { return 0.5; }
  std::string NewRequestId() override {
    const std::lock_guard lock(mutex_);
    return absl::StrCat("fake-request-", ++ids_);
  }

 private:
  std::mutex mutex_;
  absl::Duration now_;
  int ids_ = 0;
};

}  // namespace internal

FakeGateway::FakeGateway()
    : state_(std::make_shared<internal::FakeState>()),
      environment_(std::make_shared<internal::FakeEnvironment>()),
      services_(std::make_unique<internal::FakeServices>(state_)) {
  grpc::ServerBuilder builder;
  builder.RegisterService(services_->bookings());
  builder.RegisterService(services_->connections());
  server_ = builder.BuildAndStart();
  channel_ = server_->InProcessChannel(grpc::ChannelArguments());
}

FakeGateway::~FakeGateway() {
  state_->EndSilence();
  server_->Shutdown(std::chrono::system_clock::now());
}

Client FakeGateway::MakeClient(Options options) const {
  if (options.environment == nullptr) options.environment = environment_;
  return Client(channel_, std::move(options));
}

void FakeGateway::AddConnection(v1::Connection connection) {
  state_->AddConnection(std::move(connection));
}
void FakeGateway::AddBooking(v1::Booking booking) { state_->AddBooking(std::move(booking)); }
void FakeGateway::AddSlot(const std::string& connection, v1::Slot slot) {
  state_->AddSlot(connection, std::move(slot));
}
void FakeGateway::FailSource(const std::string& connection, v1::SourceError error) {
  state_->FailSource(connection, std::move(error));
}
void FakeGateway::Inject(Fault fault) { state_->Inject(std::move(fault)); }

std::vector<v1::Booking> FakeGateway::bookings() const { return state_->bookings(); }
std::vector<Heard> FakeGateway::heard() const { return state_->heard(); }
absl::Duration FakeGateway::waited() const { return environment_->Now(); }

}  // namespace bookings::client
