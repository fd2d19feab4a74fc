// See curl_transport.h.
#include "service/http/curl_transport.h"

#include <sys/epoll.h>

#include <algorithm>
#include <utility>

#include "service/engine/immediate_failure.h"
#include "service/http/curl_transfer.h"

namespace bookings {
namespace {

// Spare handles that are kept between requests: above the calls that one connection has in flight
// by default (8).
constexpr size_t kMaxIdleHandles = 16;

uint32_t EpollEvents(int what) {
  const uint32_t in = (what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u;
  const uint32_t out = (what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u;
  return in | out;
}

int CurlEvents(uint32_t events) {
  const int in = (events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0;
  const int out = (events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0;
  const int error = (events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0;
  return in | out | error;
}

}  // namespace

// A transfer while libcurl runs it, with its time limit.
class CurlTransport::Attempt : public Exchange {
 public:
  Attempt(CurlTransport* transport, std::unique_ptr<CurlTransfer> transfer, Done done)
      : transport_(transport), transfer_(std::move(transfer)), done_(std::move(done)) {}
  ~Attempt() override { Detach(); }

  void Start(absl::Time deadline, absl::Time send_before) {
    send_before_ = send_before;
    const bool bounded = send_before < absl::InfiniteFuture();
    curl_easy_setopt(transfer_->easy(), CURLOPT_PREREQFUNCTION,
                     bounded ? &Attempt::OnAboutToSend : nullptr);
    curl_easy_setopt(transfer_->easy(), CURLOPT_PREREQDATA, this);
    const absl::Time patience = transport_->loop_->Now() + transport_->options_.attempt_timeout;
    limit_ = transport_->loop_->CallAt(
        std::min(patience, deadline),
        [this, by_deadline = deadline <= patience] { OnLimit(by_deadline); });
    curl_easy_setopt(transfer_->easy(), CURLOPT_PRIVATE, this);
    curl_multi_add_handle(transport_->multi_.get(), transfer_->easy());
  }

  void Finish(CURLcode code) { Report(std::move(*transfer_).Result(code)); }

 private:
  // Asked by libcurl once the connection stands, right before the first byte of the request leaves:
  // however long name look-up, connecting or a paused process took.
  static int OnAboutToSend(void* self, char*, char*, int, int) {
    auto* attempt = static_cast<Attempt*>(self);
    const bool late = attempt->transport_->loop_->Now() >= attempt->send_before_;
    return late ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
  }

  void OnLimit(bool by_deadline) {
    const RequestSent sent = transfer_->sent();
    if (!by_deadline) return Report(AttemptTimedOut(sent));
    const absl::Status late = DeadlineExceeded("the vendor was asked");
    Report(sent == RequestSent::kNo ? Unsent(late) : late);
  }

  void Report(absl::StatusOr<HttpResponse> result) {
    Detach();
    Done done = std::move(done_);
    std::move(done)(std::move(result));  // may destroy *this
  }

  // Ends the transfer; where it is unfinished its connection is closed.
  void Detach() {
    limit_.reset();
    if (transfer_ == nullptr) return;
    curl_multi_remove_handle(transport_->multi_.get(), transfer_->easy());
    transport_->KeepEasy(std::move(*transfer_).TakeEasy());
    transfer_.reset();
  }

  CurlTransport* const transport_;
  std::unique_ptr<CurlTransfer> transfer_;
  Done done_;
  absl::Time send_before_ = absl::InfiniteFuture();
  std::unique_ptr<Timer> limit_;
};

CurlTransport::CurlTransport(EpollLoop* loop, CurlTransportOptions options)
    : loop_(loop), options_(std::move(options)), multi_(curl_multi_init()) {
  CURLM* multi = multi_.get();
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &CurlTransport::OnSocket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &CurlTransport::OnTimer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.idle_connections));
}

// The handles go before the multi handle; closing its connections still unwatches their sockets.
CurlTransport::~CurlTransport() {
  idle_.clear();
  multi_.reset();
}

std::unique_ptr<Exchange> CurlTransport::Send(HttpRequest request, const CallContext& context,
                                              Done done) {
  if (context.deadline <= loop_->Now()) {
    return FailSoon(*loop_, Unsent(DeadlineExceeded("the vendor was about to be asked")),
                    std::move(done));
  }
  auto transfer = CurlTransfer::Make(TakeEasy(), std::move(request), options_.base_url,
                                     options_.max_response_bytes);
  if (!transfer.ok()) return FailSoon(*loop_, transfer.status(), std::move(done));
  auto attempt = std::make_unique<Attempt>(this, *std::move(transfer), std::move(done));
  attempt->Start(context.deadline, context.send_before);
  return attempt;
}

CurlEasy CurlTransport::TakeEasy() {
  if (idle_.empty()) return MakeEasy(options_);
  CurlEasy easy = std::move(idle_.back());
  idle_.pop_back();
  return easy;
}

void CurlTransport::KeepEasy(CurlEasy easy) {
  if (idle_.size() < kMaxIdleHandles) idle_.push_back(std::move(easy));
}

int CurlTransport::OnSocket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  static_cast<CurlTransport*>(self)->Watch(fd, what);
  return 0;
}

void CurlTransport::Watch(curl_socket_t fd, int what) {
  if (what == CURL_POLL_REMOVE) return loop_->UnwatchFd(fd);
  loop_->WatchFd(fd, EpollEvents(what),
                 [this, fd](uint32_t events) { Act(fd, CurlEvents(events)); });
}

// Never acts from within the callback, as libcurl demands.
int CurlTransport::OnTimer(CURLM*, long milliseconds, void* self) {
  auto* transport = static_cast<CurlTransport*>(self);
  transport->timer_.reset();
  if (milliseconds < 0) return 0;
  transport->timer_ =
      transport->loop_->CallAt(transport->loop_->Now() + absl::Milliseconds(milliseconds),
                               [transport] { transport->Act(CURL_SOCKET_TIMEOUT, 0); });
  return 0;
}

void CurlTransport::Act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), fd, events, &running);
  FinishAttempts();
}

// One message at a time: what an answer sets off may end other transfers.
void CurlTransport::FinishAttempts() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    char* attempt = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &attempt);
    reinterpret_cast<Attempt*>(attempt)->Finish(code);
  }
}

}  // namespace bookings
