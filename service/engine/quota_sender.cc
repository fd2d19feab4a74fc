// See quota_sender.h.
#include "service/engine/quota_sender.h"

#include <utility>

#include "service/engine/immediate_failure.h"

namespace bookings {

// Waits until a call is granted, then sends it.
class QuotaSender::Call final : public Exchange {
 public:
  Call(QuotaSender* sender, HttpRequest request, const CallContext& context, Done done)
      : sender_(sender), request_(std::move(request)), context_(context), done_(std::move(done)) {}

  void Begin() {
    limit_ = sender_->loop_->CallAt(context_.deadline, [this] {
      waiter_.reset();
      Report(Unsent(DeadlineExceeded("the month's quota was asked for")));
    });
    waiter_ = sender_->quota_->Await([this](const absl::Status& granted) { OnGranted(granted); });
  }

 private:
  void OnGranted(const absl::Status& granted) {
    limit_.reset();
    waiter_.reset();
    if (!granted.ok()) return Report(granted);
    exchange_ = sender_->SendCounted(
        std::move(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { Report(std::move(response)); });
  }

  void Report(absl::StatusOr<HttpResponse> response) {
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

  QuotaSender* const sender_;
  HttpRequest request_;
  const CallContext context_;
  Done done_;
  std::shared_ptr<MonthlyQuota::Waiter> waiter_;
  std::unique_ptr<Timer> limit_;
  std::unique_ptr<Exchange> exchange_;
};

QuotaSender::QuotaSender(std::unique_ptr<Sender> next, std::shared_ptr<MonthlyQuota> quota,
                         EventLoop* loop)
    : next_(std::move(next)), quota_(std::move(quota)), loop_(loop) {}

QuotaSender::~QuotaSender() { quota_->Close(); }

std::unique_ptr<Exchange> QuotaSender::Send(HttpRequest request, const CallContext& context,
                                            Done done) {
  if (quota_->Take()) return SendCounted(std::move(request), context, std::move(done));
  if (absl::Status refusal = quota_->Refusal(); !refusal.ok()) {
    return FailSoon(*loop_, std::move(refusal), std::move(done));
  }
  auto call = std::make_unique<Call>(this, std::move(request), context, std::move(done));
  call->Begin();
  return call;
}

std::unique_ptr<Exchange> QuotaSender::SendCounted(HttpRequest request, const CallContext& context,
                                                   Done done) {
  return next_->Send(std::move(request), context,
                     [quota = quota_, month = quota_->month(),
                      done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
                       if (IsUnsent(response.status())) quota->PutBack(month);
                       std::move(done)(std::move(response));
                     });
}

}  // namespace bookings
