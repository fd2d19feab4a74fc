// Drives a Step to its answer: sends each of its requests and resumes it with the response.
#pragma once

#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/failure.h"
#include "connectors/api/step.h"
#include "service/engine/connection.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// Exchanges of one operation: the longest, a walk through split windows, needs about a dozen.
inline constexpr int kMaxExchanges = 64;

// Lives on the loop of its connection. Destroying it cancels the operation; `done` is then never
// called.
template <typename T>
class Drive {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<T>) &&>;

  // `done` runs once, later than the constructor returns; it may destroy the Drive. All pointers
  // outlive it.
  Drive(Step<T> step, const Connection& connection, const CallContext& context, Done done)
      : Drive(std::move(step), *connection.sender, *connection.loop, context, std::move(done)) {}
  Drive(Step<T> step, Sender& sender, EventLoop& loop, const CallContext& context, Done done)
      : step_(std::move(step)),
        sender_(sender),
        loop_(loop),
        context_(context),
        done_(std::move(done)) {
    Advance();
  }
  Drive(const Drive&) = delete;
  Drive& operator=(const Drive&) = delete;

 private:
  void Advance() {
    if (step_.pending() == nullptr) return FinishSoon(std::move(step_).Answer());
    if (++exchanges_ > kMaxExchanges) {
      return FinishSoon(MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                                    "an operation needs too many vendor calls"));
    }
    exchange_ = sender_.Send(
        step_.TakeRequest(), context_,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

  void OnResponse(absl::StatusOr<HttpResponse> response) {
    if (!response.ok()) return Finish(response.status());
    step_ = std::move(step_).Resume(*std::move(response));
    if (step_.pending() == nullptr) return Finish(std::move(step_).Answer());
    Advance();
  }

  // An operation that needs no exchange (any more) still answers from the loop, never from within
  // the constructor.
  void FinishSoon(absl::StatusOr<T> answer) {
    finish_ = loop_.CallAt(
        loop_.Now(), [this, answer = std::move(answer)]() mutable { Finish(std::move(answer)); });
  }

  void Finish(absl::StatusOr<T> answer) {
    Done done = std::move(done_);
    std::move(done)(std::move(answer));  // may destroy *this
  }

  Step<T> step_;
  Sender& sender_;
  EventLoop& loop_;
  const CallContext context_;
  Done done_;
  int exchanges_ = 0;
  std::unique_ptr<Exchange> exchange_;
  std::unique_ptr<Timer> finish_;
};

}  // namespace bookings
