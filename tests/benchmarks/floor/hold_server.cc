// What an idle stream costs in gRPC itself: each list is answered with one message of a given size
// and then held open until its caller leaves. Nothing else; its memory per stream is what the
// gateway's is compared with.
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
  explicit HeldStream(const Response* message) { StartWrite(message); }
  void OnCancel() override { Finish(grpc::Status::CANCELLED); }
  void OnDone() override { delete this; }
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
