// The floor: the least program that does the gateway's hot job - fetch Jicoo pages, map them,
// stream two of them per message - and nothing else. No limits, retries, filters, tokens, checks or
// second vendor. What the gateway costs above it is the price of being the gateway.
#include <grpcpp/grpcpp.h>
#include <malloc.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "tests/benchmarks/floor/fetcher.h"
#include "tests/benchmarks/floor/mapping.h"

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

// One write and one fetch in flight; deletes itself when done.
class Stream : public grpc::ServerWriteReactor<v1::ListBookingsResponse> {
 public:
  explicit Stream(Fetcher& fetcher) : fetcher_(fetcher) { Fetch(); }
  void OnWriteDone(bool ok) override { Advance(ok); }
  void OnDone() override { delete this; }

 private:
  void Fetch() {
    fetcher_.Get(absl::StrCat(absl::GetFlag(FLAGS_base_url), "/v1/bookings?page=", ++page_,
                              "&perPage=50&order=createdAt&sort=asc"),
                 [this](std::string body) { OnBody(std::move(body)); });
  }

  void OnBody(std::string body) {
    if (gathered_ == nullptr) gathered_ = std::make_unique<ArenaPage>();
    gathered_->last = body.empty() || !MapPage(body, gathered_->message);
    const bool more = !gathered_->last;
    if (more && gathered_->message->bookings_size() < kBookingsPerMessage) return Fetch();
    std::unique_ptr<ArenaPage> page = std::move(gathered_);
    std::unique_lock lock(mutex_);
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
  std::mutex mutex_;
  std::unique_ptr<ArenaPage> writing_;
  std::unique_ptr<ArenaPage> ready_;
};

class FloorService : public v1::BookingService::CallbackService {
 public:
  explicit FloorService(Fetcher& fetcher) : fetcher_(fetcher) {}
  grpc::ServerWriteReactor<v1::ListBookingsResponse>* ListBookings(
      grpc::CallbackServerContext*, const v1::ListBookingsRequest*) override {
    return new Stream(fetcher_);
  }

 private:
  Fetcher& fetcher_;
};

int Run() {
  Fetcher fetcher(absl::GetFlag(FLAGS_header));
  FloorService service(fetcher);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::ofstream(absl::GetFlag(FLAGS_port_file)) << port << std::flush;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace bookings::benchmarks

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);  // as the gateway does
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  absl::ParseCommandLine(argc, argv);
  return bookings::benchmarks::Run();
}
