// See throttle.h.
#include "service/engine/throttle.h"

#include <algorithm>
#include <vector>

namespace bookings {

Throttle::Throttle(ThrottleLimits limits, EventLoop* loop)
    : limits_(limits), loop_(loop), limiter_(limits.rate) {}

void Throttle::Enter(Waiter& waiter) {
  waiter.place_ = queue(waiter.rank_).Push(waiter.caller_, &waiter);
  waiter.state_ = Waiter::State::kWaiting;
  ServeQueue();
  if (waiter.waits()) CheckLastTurn(waiter, AheadOf(waiter));
}

void Throttle::EnterAgain(Waiter& waiter) {
  waiter.place_ = queue(waiter.rank_).PushFront(waiter.caller_, &waiter);
  waiter.state_ = Waiter::State::kWaiting;
  ServeQueue();
  if (waiter.waits()) CheckLastTurn(waiter, 0);
}

void Throttle::Leave(Waiter& waiter) {
  queue(waiter.rank_).Remove(waiter.place_);
  waiter.state_ = Waiter::State::kOutside;
  SetTimer();
}

void Throttle::End(Waiter& waiter, Outcome outcome) {
  switch (outcome) {
    case Outcome::kUnsent:
      limiter_.Withdrawn(waiter.rank_);
      break;
    case Outcome::kAnswered:
      limiter_.Answered(waiter.rank_, waiter.number_, loop_->Now());
      break;
    case Outcome::kEnded:
      limiter_.Ended(waiter.rank_, loop_->Now());
      break;
  }
  Free(waiter);
}

absl::Time Throttle::EndRefused(Waiter& waiter, std::optional<absl::Duration> told) {
  const absl::Time until = limiter_.Refused(waiter.rank_, waiter.number_, told, loop_->Now());
  TurnAwayLate();
  Free(waiter);
  return until;
}

void Throttle::Free(Waiter& waiter) {
  waiter.state_ = Waiter::State::kOutside;
  --in_flight_;
  ServeQueue();
}

// On trial one call alone finds out whether the vendor takes calls again.
bool Throttle::HasPlace() const {
  return in_flight_ < (limiter_.on_trial() ? 1 : limits_.calls_in_flight);
}

bool Throttle::IsDue(Rank rank, absl::Time now) {
  return !queue(rank).empty() && NextTurn(rank, now) <= now;
}

std::optional<Rank> Throttle::NextRank() {
  if (!HasPlace()) return std::nullopt;
  // One look at the clock for both sides of each comparison: it goes on between two.
  const absl::Time now = loop_->Now();
  const bool prompt = IsDue(Rank::kPrompt, now);
  const bool bulk = IsDue(Rank::kBulk, now);
  if (bulk && (!prompt || prompts_in_row_ >= kPromptsInARow)) return Rank::kBulk;
  if (prompt) return Rank::kPrompt;
  return std::nullopt;
}

void Throttle::ServeQueue() {
  while (const std::optional<Rank> rank = NextRank()) Serve(*rank);
  SetTimer();
}

void Throttle::Serve(Rank rank) {
  Waiter* const waiter = queue(rank).Front();
  queue(rank).TakeFront();
  prompts_in_row_ = rank == Rank::kPrompt ? prompts_in_row_ + 1 : 0;
  waiter->state_ = Waiter::State::kSent;
  waiter->number_ = limiter_.Sent(rank, loop_->Now());
  ++in_flight_;
  waiter->OnTurn();
}

// A place that becomes free serves the queue by itself.
void Throttle::SetTimer() {
  const absl::Time now = loop_->Now();
  absl::Time next = absl::InfiniteFuture();
  for (Rank rank : {Rank::kPrompt, Rank::kBulk}) {
    if (!queue(rank).empty()) next = std::min(next, NextTurn(rank, now));
  }
  timer_.reset();
  if (!HasPlace() || next == absl::InfiniteFuture()) return;
  timer_ = loop_->CallAt(next, [this] { ServeQueue(); });
}

void Throttle::CheckLastTurn(Waiter& waiter, int ahead) {
  const absl::Time now = loop_->Now();
  const absl::Time turn = limiter_.TurnOf(waiter.rank_, ahead, now);
  if (turn <= now || turn <= waiter.last_turn_) return;
  Leave(waiter);
  waiter.OnTooLate(turn);
}

void Throttle::TurnAwayLate() {
  std::vector<Waiter*> waiting;
  for (const Queue& queue : queues_) {
    queue.ForEach([&](Waiter* waiter) { waiting.push_back(waiter); });
  }
  for (Waiter* const waiter : waiting) CheckLastTurn(*waiter, 0);
}

// Of the last call of its caller.
int Throttle::AheadOf(const Waiter& waiter) const {
  const int of_rank = queue(waiter.rank_).AheadOfLast(waiter.place_);
  if (waiter.rank_ == Rank::kPrompt) return of_rank;
  const int prompts = static_cast<int>(queue(Rank::kPrompt).size());
  return of_rank + std::min(prompts, std::max(0, kPromptsInARow * (of_rank + 1) - prompts_in_row_));
}

}  // namespace bookings
