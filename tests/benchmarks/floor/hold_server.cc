// What an idle stream costs in gRPC itself: each list is answered with messages of a given size
// until its caller takes no more, so that one waits in gRPC. Nothing else; its memory per stream is
// what the gateway's is compared with.
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "tests/benchmarks/floor/serve.h"

ABSL_FLAG(int, message_bytes, 16'384, "size of the message");
ABSL_FLAG(std::string, port_file, "", "file to write the bound port to");

namespace bookings::benchmarks {
namespace {

using Response = v1::ListBookingsResponse;

class HeldStream : public grpc::ServerWriteReactor<Response> {
 public:
  explicit HeldStream(const Response* message) : message_(message) { StartWrite(message_); }
  // Once the caller has left, the write that waits fails.
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartWrite(message_);
  }
  void OnDone() override { delete this; }

 private:
  const Response* const message_;
};

class HoldService : public v1::BookingService::CallbackService {
 public:
  HoldService() {
    // Two bytes of tag and up to three of length stand before it.
    message_.set_next_page_token(
        std::string(static_cast<size_t>(absl::GetFlag(FLAGS_message_bytes)), 'x'));
  }
  grpc::ServerWriteReactor<Response>* ListBookings(grpc::CallbackServerContext*,
                                                   const v1::ListBookingsRequest*) override {
    return new HeldStream(&message_);
  }

 private:
  Response message_;
};

}  // namespace
}  // namespace bookings::benchmarks

int main(int argc, char** argv) {
  bookings::benchmarks::PrepareProcess();
  absl::ParseCommandLine(argc, argv);
  bookings::benchmarks::HoldService service;
  return bookings::benchmarks::Serve(service, absl::GetFlag(FLAGS_port_file));
}
