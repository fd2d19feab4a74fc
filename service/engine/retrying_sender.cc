// See retrying_sender.h.
#include "service/engine/retrying_sender.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {
namespace {

bool MayRepeat(const HttpRequest& request, const absl::Status& failure) {
  if (!IsTransient(failure) || IsHeldBack(failure)) return false;
  return request.replay == ReplaySafety::kSafe || IsUnsent(failure);
}

}  // namespace

class RetryingSender::Call : public Exchange {
 public:
  Call(RetryingSender* sender, HttpRequest request, const CallContext& context, Done done)
      : sender_(sender), request_(std::move(request)), context_(context), done_(std::move(done)) {}

  void Attempt() {
    if (++attempts_ > 1) sender_->meter_->OnRetry();
    exchange_ = sender_->next_->Send(
        HttpRequest(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

 private:
  void OnResponse(absl::StatusOr<HttpResponse> response) {
    exchange_.reset();
    if (!response.ok()) return OnFailure(response.status());
    Report(std::move(response));
  }

  void OnFailure(const absl::Status& failure) {
    const absl::Time again = sender_->loop_->Now() + WaitAfter(failure);
    if (attempts_ >= sender_->policy_.max_attempts || !MayRepeat(request_, failure) ||
        again >= context_.deadline) {
      return Report(WithMetadata(failure, "attempts", absl::StrCat(attempts_)));
    }
    wait_ = sender_->loop_->CallAt(again, [this] { Attempt(); });
  }

  // The jitter comes on top of what the vendor says: all its callers were told the same.
  absl::Duration WaitAfter(const absl::Status& failure) const {
    const absl::Duration jitter = sender_->policy_.backoff.Wait(attempts_, sender_->random_());
    return RetryDelayOf(failure).value_or(absl::ZeroDuration()) + jitter;
  }

  void Report(absl::StatusOr<HttpResponse> response) {
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

  RetryingSender* const sender_;
  const HttpRequest request_;
  const CallContext context_;
  Done done_;
  int attempts_ = 0;
  std::unique_ptr<Timer> wait_;
  std::unique_ptr<Exchange> exchange_;
};

RetryingSender::RetryingSender(std::unique_ptr<Sender> next, RetryPolicy policy, Random random,
                               std::shared_ptr<ConnectionMeter> meter, EventLoop* loop)
    : next_(std::move(next)),
      policy_(policy),
      random_(std::move(random)),
      meter_(std::move(meter)),
      loop_(loop) {}

std::unique_ptr<Exchange> RetryingSender::Send(HttpRequest request, const CallContext& context,
                                               Done done) {
  auto call = std::make_unique<Call>(this, std::move(request), context, std::move(done));
  call->Attempt();
  return call;
}

}  // namespace bookings
