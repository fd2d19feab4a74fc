// The bare part of streaming by itself: a gRPC server that writes one message of 100 bookings over
// and over, serialising it each time. Its CPU time per message is what serialise and stream cost
// without anything else.
#include <grpcpp/grpcpp.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "tests/benchmarks/floor/mapping.h"
#include "tests/benchmarks/floor/serve.h"

ABSL_FLAG(std::string, page, "", "file with a recorded page of 50 bookings");
ABSL_FLAG(int, messages, 500, "messages per stream");
ABSL_FLAG(std::string, port_file, "", "file to write the bound port to");

namespace bookings::benchmarks {
namespace {

// Deletes itself when done; the message outlives it.
class Stream : public grpc::ServerWriteReactor<v1::ListBookingsResponse> {
 public:
  Stream(const v1::ListBookingsResponse* message, int count) : message_(message), left_(count) {
    Advance();
  }
  void OnWriteDone(bool ok) override {
    if (!ok) left_ = 0;
    Advance();
  }
  void OnDone() override { delete this; }

 private:
  void Advance() {
    if (left_-- > 0) return StartWrite(message_);
    Finish(grpc::Status::OK);
  }

  const v1::ListBookingsResponse* const message_;
  int left_;
};

class StreamService : public v1::BookingService::CallbackService {
 public:
  StreamService() {
    std::ifstream file(absl::GetFlag(FLAGS_page));
    const std::string page((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    for (int i = 0; i < 2; ++i) {
      std::string body = page;
      MapPage(body, message_);
    }
  }
  grpc::ServerWriteReactor<v1::ListBookingsResponse>* ListBookings(
      grpc::CallbackServerContext*, const v1::ListBookingsRequest*) override {
    return new Stream(message_, absl::GetFlag(FLAGS_messages));
  }

 private:
  google::protobuf::Arena arena_;
  v1::ListBookingsResponse* message_ =
      google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(&arena_);
};

}  // namespace
}  // namespace bookings::benchmarks

int main(int argc, char** argv) {
  bookings::benchmarks::PrepareProcess();
  absl::ParseCommandLine(argc, argv);
  bookings::benchmarks::StreamService service;
  return bookings::benchmarks::Serve(service, absl::GetFlag(FLAGS_port_file));
}
