// The floor of small calls: a unary GetBooking that makes one vendor call with libcurl, maps the
// one booking and answers. No limits, retries, checks or second vendor.
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "tests/benchmarks/floor/fetcher.h"
#include "tests/benchmarks/floor/mapping.h"
#include "tests/benchmarks/floor/serve.h"

ABSL_FLAG(std::string, base_url, "", "the sandbox's Jicoo address");
ABSL_FLAG(std::string, header, "X-Jicoo-Api-Key: sk_live_sandbox", "the credential");
ABSL_FLAG(std::string, port_file, "", "file to write the bound port to");

namespace bookings::benchmarks {
namespace {

class GetService : public v1::BookingService::CallbackService {
 public:
  explicit GetService(Fetcher& fetcher) : fetcher_(fetcher) {}

  grpc::ServerUnaryReactor* GetBooking(grpc::CallbackServerContext* context,
                                       const v1::GetBookingRequest* request,
                                       v1::GetBookingResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const std::string& name = request->name();
    fetcher_.Get(
        absl::StrCat(absl::GetFlag(FLAGS_base_url), "/v1/bookings", name.substr(name.rfind('/'))),
        [reactor, response](std::string body) {
          const bool found = MapOne(body, response->mutable_booking());
          reactor->Finish(found ? grpc::Status::OK
                                : grpc::Status(grpc::StatusCode::UNAVAILABLE, "no body"));
        });
    return reactor;
  }

 private:
  Fetcher& fetcher_;
};

}  // namespace
}  // namespace bookings::benchmarks

int main(int argc, char** argv) {
  bookings::benchmarks::PrepareProcess();
  absl::ParseCommandLine(argc, argv);
  bookings::benchmarks::Fetcher fetcher(absl::GetFlag(FLAGS_header));
  bookings::benchmarks::GetService service(fetcher);
  return bookings::benchmarks::Serve(service, absl::GetFlag(FLAGS_port_file));
}
