// Drives a Step that may change something at the vendor: each such request passes a gate first
// (which journals it), and the outcome says what may have become of it.
#pragma once

#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/step.h"
#include "service/engine/connection.h"
#include "service/engine/drive.h"
#include "service/engine/sender.h"
#include "service/engine/write_fate.h"

namespace bookings {

template <typename T>
struct WriteOutcome {
  absl::StatusOr<T> answer;
  WriteFate fate = WriteFate::kNothing;
  // The connector itself came to this end, with all that it knows; else an exchange failed.
  bool decided = false;
};

// Lives on the loop of its connection. Destroying it stops the operation, whatever was sent;
// neither `done` nor the gate's continuation is then called.
template <typename T>
class WriteDrive {
 public:
  // OK: the context to send with. The gate calls its argument once, later than it returns.
  using Passed = absl::AnyInvocable<void(absl::StatusOr<CallContext>) &&>;
  using Gate = absl::AnyInvocable<void(Passed)>;
  using Done = absl::AnyInvocable<void(WriteOutcome<T>) &&>;

  // `context` is that of requests that only read. `done` runs once, later than the constructor
  // returns; it may destroy the WriteDrive.
  WriteDrive(Step<T> step, const Connection& connection, const CallContext& context, Gate gate,
             Done done)
      : step_(std::move(step)),
        connection_(connection),
        context_(context),
        gate_(std::move(gate)),
        done_(std::move(done)) {
    Advance();
  }
  WriteDrive(const WriteDrive&) = delete;
  WriteDrive& operator=(const WriteDrive&) = delete;

 private:
  void Advance() {
    if (step_.pending() == nullptr) return FinishSoon();
    if (++exchanges_ > kMaxExchanges) return FinishTooLong();
    HttpRequest request = step_.TakeRequest();
    if (request.effect == Effect::kReads) return Send(std::move(request), context_);
    // Sent again only by decision of the engine.
    request.replay = ReplaySafety::kUnsafe;
    gate_([this, alive = std::weak_ptr<int>(alive_),
           request = std::move(request)](const absl::StatusOr<CallContext>& context) mutable {
      if (alive.expired()) return;
      if (!context.ok()) return Finish({context.status(), fate_, false});
      Send(std::move(request), *context);
    });
  }

  void Send(HttpRequest&& request, const CallContext& context) {
    const Effect effect = request.effect;
    exchange_ = connection_.sender->Send(std::move(request), context,
                                         [this, effect](absl::StatusOr<HttpResponse> response) {
                                           OnResponse(effect, std::move(response));
                                         });
  }

  void OnResponse(Effect effect, absl::StatusOr<HttpResponse> response) {
    if (effect == Effect::kWrites) fate_ = Later(fate_, FateOf(response));
    if (!response.ok()) return Finish({response.status(), fate_, false});
    step_ = std::move(step_).Resume(*std::move(response));
    if (step_.pending() == nullptr) return FinishAnswered();
    Advance();
  }

  void FinishSoon() {
    finish_ = connection_.loop->CallAt(connection_.loop->Now(), [this] { FinishAnswered(); });
  }
  // The connector itself has come to an end: it knows what it says.
  void FinishAnswered() {
    absl::StatusOr<T> answer = std::move(step_).Answer();
    const WriteFate fate = IsRefusal(answer.status()) ? WriteFate::kRefused : fate_;
    Finish({std::move(answer), fate, true});
  }
  void FinishTooLong() {
    finish_ = connection_.loop->CallAt(connection_.loop->Now(), [this] {
      Finish({MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                          "an operation needs too many vendor calls"),
              fate_, false});
    });
  }

  void Finish(WriteOutcome<T> outcome) {
    Done done = std::move(done_);
    std::move(done)(std::move(outcome));  // may destroy *this
  }

  Step<T> step_;
  const Connection& connection_;
  const CallContext context_;
  Gate gate_;
  Done done_;
  int exchanges_ = 0;
  WriteFate fate_ = WriteFate::kNothing;
  std::unique_ptr<Exchange> exchange_;
  std::unique_ptr<Timer> finish_;
  const std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace bookings
