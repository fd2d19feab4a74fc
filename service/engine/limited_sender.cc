// See limited_sender.h.
#include "service/engine/limited_sender.h"

#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {

// Waits for its turn, then sends; holds one of the free places from then on until it ends.
class LimitedSender::Call : public Exchange {
 public:
  Call(LimitedSender* sender, HttpRequest request, const CallContext& context, Done done)
      : sender_(sender), request_(std::move(request)), context_(context), done_(std::move(done)) {}
  ~Call() override {
    Leave();
    Release();
  }

  void Wait() {
    place_ = sender_->waiting_.insert(sender_->waiting_.end(), this);
    is_waiting_ = true;
    limit_ = sender_->loop_->CallAt(context_.deadline, [this] {
      Leave();
      Report(Unsent(DeadlineExceeded("the request waited for its turn")));
    });
  }

  void Start() {
    Leave();
    --sender_->free_;
    holds_ = true;
    exchange_ = sender_->next_->Send(
        std::move(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { Report(std::move(response)); });
  }

 private:
  void Leave() {
    limit_.reset();
    if (std::exchange(is_waiting_, false)) sender_->waiting_.erase(place_);
  }

  void Release() {
    exchange_.reset();
    if (!std::exchange(holds_, false)) return;
    ++sender_->free_;
    sender_->StartWaiting();
  }

  void Report(absl::StatusOr<HttpResponse> response) {
    Release();
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

  LimitedSender* const sender_;
  HttpRequest request_;
  const CallContext context_;
  Done done_;
  bool is_waiting_ = false;
  bool holds_ = false;
  std::list<Call*>::iterator place_;
  std::unique_ptr<Timer> limit_;
  std::unique_ptr<Exchange> exchange_;
};

LimitedSender::LimitedSender(std::unique_ptr<Sender> next, int in_flight, EventLoop* loop)
    : next_(std::move(next)), loop_(loop), free_(in_flight) {}

std::unique_ptr<Exchange> LimitedSender::Send(HttpRequest request, const CallContext& context,
                                              Done done) {
  if (waiting_.size() >= kMaxWaitingCalls) {
    return FailSoon(*loop_,
                    Unsent(MakeFailure(absl::StatusCode::kResourceExhausted,
                                       v1::ERROR_REASON_GATEWAY_OVERLOADED,
                                       "too many requests wait for this connection")),
                    std::move(done));
  }
  auto call = std::make_unique<Call>(this, std::move(request), context, std::move(done));
  if (free_ > 0 && waiting_.empty()) {
    call->Start();
  } else {
    call->Wait();
  }
  return call;
}

void LimitedSender::StartWaiting() {
  while (free_ > 0 && !waiting_.empty()) waiting_.front()->Start();
}

}  // namespace bookings
