// The queue in front of a vendor's limit: who is sent next, and when. Connections that share a
// limit share one of it (throttled_sender.h), on one loop.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "service/engine/event_loop.h"
#include "service/engine/fair_queue.h"
#include "service/engine/rate_limiter.h"

namespace bookings {

// Calls that wait at most; one more fails as GATEWAY_OVERLOADED. Above what 200 streams with four
// detail calls each need.
inline constexpr size_t kMaxWaitingCalls = 1024;
// While both wait, so many prompt calls go before one bulk call does: lists keep a quarter of the
// rate, whatever comes.
inline constexpr int kPromptsInARow = 3;

struct ThrottleLimits {
  RateLimit rate;
  // Calls to the vendor at the same time, at least 1.
  int calls_in_flight = 8;

  bool operator==(const ThrottleLimits&) const = default;
};

// Lives on the loop's thread. Prompt calls go before bulk ones, callers take turns, and the calls
// of one caller keep their order.
class Throttle {
 public:
  // A call that wants a turn. Both callbacks come from within calls of the throttle: nobody is to
  // be answered, nothing to be destroyed from within them.
  class Waiter {
   public:
    // A turn after `last_turn` is of no use.
    Waiter(std::string caller, Rank rank, absl::Time last_turn)
        : caller_(std::move(caller)), rank_(rank), last_turn_(last_turn) {}
    virtual ~Waiter() = default;
    // To be sent now: it holds a place until it ends.
    virtual void OnTurn() = 0;
    // It waits no longer: its turn would come at `turn`.
    virtual void OnTooLate(absl::Time turn) = 0;

    Rank rank() const { return rank_; }
    absl::Time last_turn() const { return last_turn_; }
    bool waits() const { return state_ == State::kWaiting; }

   private:
    friend class Throttle;
    enum class State { kOutside, kWaiting, kSent };

    const std::string caller_;
    const Rank rank_;
    const absl::Time last_turn_;
    State state_ = State::kOutside;
    FairQueue<Waiter>::Place place_;
    int64_t number_ = 0;  // of the rate limiter
  };

  enum class Outcome {
    // No byte has left.
    kUnsent,
    kAnswered,
    // It was given up, or failed on its way.
    kEnded,
  };

  // The loop outlives the throttle.
  Throttle(ThrottleLimits limits, EventLoop* loop);

  const ThrottleLimits& limits() const { return limits_; }
  bool full() const {
    return queue(Rank::kPrompt).size() + queue(Rank::kBulk).size() >= kMaxWaitingCalls;
  }
  // Queues the call, or gives it its turn at once.
  void Enter(Waiter& waiter);
  // The same, before the caller's other calls: it had its turn already.
  void EnterAgain(Waiter& waiter);
  // Takes a call that waits out of the queue.
  void Leave(Waiter& waiter);

  // A call that was sent has ended.
  void End(Waiter& waiter, Outcome outcome);
  // The vendor has throttled it, and may have told for how long: the end of the pause.
  absl::Time EndRefused(Waiter& waiter, std::optional<absl::Duration> told);

  // When the rate leaves a turn to a call of this rank that has no others before it; `now` where it
  // does at once.
  absl::Time NextTurn(Rank rank, absl::Time now) { return limiter_.TurnOf(rank, 0, now); }

 private:
  using Queue = FairQueue<Waiter>;

  Queue& queue(Rank rank) { return queues_[static_cast<size_t>(rank)]; }
  const Queue& queue(Rank rank) const { return queues_[static_cast<size_t>(rank)]; }
  bool HasPlace() const;
  bool IsDue(Rank rank, absl::Time now);
  std::optional<Rank> NextRank();
  // Sends whoever's turn it is, and sees to it that the others are looked after in time.
  void ServeQueue();
  void Serve(Rank rank);
  void SetTimer();
  void CheckLastTurn(Waiter& waiter, int ahead);
  void TurnAwayLate();
  int AheadOf(const Waiter& waiter) const;
  void Free(Waiter& waiter);

  const ThrottleLimits limits_;
  EventLoop* const loop_;
  RateLimiter limiter_;
  std::array<Queue, 2> queues_;  // by rank
  int in_flight_ = 0;
  int prompts_in_row_ = 0;
  std::unique_ptr<Timer> timer_;
};

}  // namespace bookings
