// The server itself: its port, its health and its limits.
#include "service/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/byte_buffer.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "bookings/v1/bookings.grpc.pb.h"

namespace bookings {
namespace {

constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

// Calls a unary method with a serialised request and gives back the serialised response, or the
// name of the failure.
class RawClient {
 public:
  explicit RawClient(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

  std::string Call(const std::string& method, const std::string& bytes) {
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Notification done;
    stub_.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                    [&](grpc::Status outcome) {
                      status = std::move(outcome);
                      done.Notify();
                    });
    done.WaitForNotification();
    if (!status.ok()) return "code " + std::to_string(status.error_code());
    grpc::Slice out;
    EXPECT_TRUE(response.DumpToSingleSlice(&out).ok());
    return {reinterpret_cast<const char*>(out.begin()), out.size()};
  }

  // grpc.health.v1: the request's field 1 is the service, the response's field 1 its status.
  std::string Health(const std::string& service) {
    const std::string field = {'\x0A', static_cast<char>(service.size())};
    return Call("/grpc.health.v1.Health/Check", field + service);
  }

 private:
  grpc::GenericStub stub_;
};

class ServerTest : public testing::Test {
 protected:
  std::unique_ptr<Server> Start(const std::string& address) {
    return Server::Start({address, {&service_}, &streams_}).value();
  }

  OpenStreams streams_;
  v1::BookingService::CallbackService service_;
};

TEST_F(ServerTest, TellsThePortThatTheSystemChose) {
  const auto server = Start("127.0.0.1:0");
  EXPECT_THAT(server->address(), testing::MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]*"));
  server->Stop(absl::ZeroDuration());
}

TEST_F(ServerTest, RefusesAPortThatIsTaken) {
  const auto first = Start("127.0.0.1:0");
  const absl::Status second = Server::Start({first->address(), {&service_}, &streams_}).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.message()), testing::HasSubstr(first->address()));
  first->Stop(absl::ZeroDuration());
}

TEST_F(ServerTest, IsHealthyAsAWholeAndForEachService) {
  const auto server = Start("127.0.0.1:0");
  RawClient client(server->address());
  EXPECT_EQ(client.Health(""), kServing);
  EXPECT_EQ(client.Health("bookings.v1.BookingService"), kServing);
  EXPECT_EQ(client.Health("bookings.v1.ConnectionService"), kServing);
  EXPECT_EQ(client.Health("bookings.v1.Nothing"), "code 5");
  server->Stop(absl::ZeroDuration());
}

TEST_F(ServerTest, OtherCallsAreDrainedOnceItsHealthSaysSoAndBeforeTheGraceEnds) {
  constexpr absl::Duration kGrace = absl::Seconds(4);
  std::unique_ptr<Server> server;
  std::string health;
  absl::Duration left;
  ServerOptions options{"127.0.0.1:0", {&service_}, &streams_};
  options.drain = [&](absl::Time end) {
    left = end - absl::Now();
    health = RawClient(server->address()).Health("");
  };
  server = Server::Start(options).value();
  server->Stop(kGrace);
  EXPECT_EQ(health, kNotServing);
  EXPECT_LE(left, kGrace - kLastAnswers);
  EXPECT_GT(left, kGrace - 2 * kLastAnswers);
}

TEST_F(ServerTest, RefusesOversizedRequests) {
  const auto server = Start("127.0.0.1:0");
  RawClient client(server->address());
  EXPECT_EQ(client.Call("/bookings.v1.BookingService/GetBooking",
                        std::string(static_cast<size_t>(kMaxRequestBytes) + 1, '\0')),
            "code 8");
  server->Stop(absl::ZeroDuration());
}

}  // namespace
}  // namespace bookings
