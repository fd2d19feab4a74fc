// See metered_sender.h.
#include "service/engine/metered_sender.h"

#include <utility>

#include "service/engine/immediate_failure.h"

namespace bookings {

// Of one exchange; reports once. Travels in the exchange's callback, and so ends with it.
class MeteredSender::Measure {
 public:
  Measure(const MeteredSender* sender, Purpose purpose)
      : sender_(sender), purpose_(purpose), start_(sender->loop_->Now()) {}
  Measure(Measure&& other) noexcept
      : sender_(std::exchange(other.sender_, nullptr)),
        purpose_(other.purpose_),
        start_(other.start_) {}
  Measure& operator=(Measure&&) = delete;
  ~Measure() {
    if (sender_ != nullptr) End(Cancelled());
  }

  void End(const absl::Status& outcome) {
    const MeteredSender* const sender = std::exchange(sender_, nullptr);
    sender->ended_(purpose_, outcome, sender->loop_->Now() - start_);
  }

 private:
  const MeteredSender* sender_;
  const Purpose purpose_;
  const absl::Time start_;
};

MeteredSender::MeteredSender(std::unique_ptr<Sender> next, Ended ended, EventLoop* loop)
    : next_(std::move(next)), ended_(std::move(ended)), loop_(loop) {}

std::unique_ptr<Exchange> MeteredSender::Send(HttpRequest request, const CallContext& context,
                                              Done done) {
  Measure measure(this, request.purpose);
  return next_->Send(std::move(request), context,
                     [measure = std::move(measure),
                      done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
                       measure.End(response.status());
                       std::move(done)(std::move(response));
                     });
}

}  // namespace bookings
