// The floor: the least program that does the gateway's hot job - fetch Jicoo pages, map them,
// stream two of them per message - and nothing else. No limits, retries, filters, tokens, checks or
// second vendor. What the gateway costs above it is the price of being the gateway.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
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

struct ArenaPage {
  google::protobuf::Arena arena;
  v1::ListBookingsResponse* message =
      google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(&arena);
  bool last = false;
};

// Two vendor pages of 50.
constexpr int kBookingsPerMessage = 100;

// One write and one fetch in flight; kept by gRPC until it is done, and by the fetch.
class Stream : public grpc::ServerWriteReactor<v1::ListBookingsResponse>,
               public std::enable_shared_from_this<Stream> {
 public:
  static Stream* Start(Fetcher& fetcher) {
    const auto stream = std::make_shared<Stream>(fetcher);
    stream->self_ = stream;
    stream->Fetch();
    return stream.get();
  }
  explicit Stream(Fetcher& fetcher) : fetcher_(fetcher) {}
  void OnWriteDone(bool ok) override { Advance(ok); }
  void OnDone() override { const std::shared_ptr<Stream> last = std::move(self_); }

 private:
  void Fetch() {
    fetcher_.Get(absl::StrCat(absl::GetFlag(FLAGS_base_url), "/v1/bookings?page=", ++page_,
                              "&perPage=50&order=createdAt&sort=asc"),
                 [self = shared_from_this()](std::string body) { self->OnBody(std::move(body)); });
  }

  void OnBody(std::string body) {
    if (gathered_ == nullptr) gathered_ = std::make_unique<ArenaPage>();
    gathered_->last = body.empty() || !MapPage(body, gathered_->message);
    const bool more = !gathered_->last;
    if (more && gathered_->message->bookings_size() < kBookingsPerMessage) return Fetch();
    std::unique_ptr<ArenaPage> page = std::move(gathered_);
    std::unique_lock lock(mutex_);
    if (finished_) return;  // the client has left
    if (writing_ != nullptr) {
      ready_ = std::move(page);
      return;
    }
    writing_ = std::move(page);
    const auto* message = writing_->message;
    lock.unlock();
    if (more) Fetch();
    StartWrite(message);
  }

  void Advance(bool ok) {
    std::unique_lock lock(mutex_);
    const bool last = writing_->last || !ok;
    finished_ = last;
    writing_ = std::move(ready_);
    const bool write = writing_ != nullptr;
    const bool more = write && !writing_->last;
    const auto* message = write ? writing_->message : nullptr;
    lock.unlock();
    if (last) return Finish(grpc::Status::OK);
    if (more) Fetch();
    if (write) StartWrite(message);
  }

  Fetcher& fetcher_;
  int page_ = 0;
  std::unique_ptr<ArenaPage> gathered_;  // touched by the one fetch that is under way
  std::shared_ptr<Stream> self_;
  std::mutex mutex_;
  bool finished_ = false;
  std::unique_ptr<ArenaPage> writing_;
  std::unique_ptr<ArenaPage> ready_;
};

class FloorService : public v1::BookingService::CallbackService {
 public:
  explicit FloorService(Fetcher& fetcher) : fetcher_(fetcher) {}
  grpc::ServerWriteReactor<v1::ListBookingsResponse>* ListBookings(
      grpc::CallbackServerContext*, const v1::ListBookingsRequest*) override {
    return Stream::Start(fetcher_);
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
  bookings::benchmarks::FloorService service(fetcher);
  return bookings::benchmarks::Serve(service, absl::GetFlag(FLAGS_port_file));
}
