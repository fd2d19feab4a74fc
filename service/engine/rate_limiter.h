// When calls may be sent without passing a vendor's limit, and what is learnt where the vendor
// throttles nevertheless. Has no clock and no queue: throttle.h asks it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "absl/time/time.h"

namespace bookings {

// A limit of a vendor.
struct RateLimit {
  // Calls in any window of that length; 0 = none is known, nothing is held back until the vendor
  // throttles.
  int calls = 0;
  absl::Duration window = absl::Minutes(1);
  // How many of them may go at once; the others follow at even distances. 0 = half of them, at
  // least kLeastBurst.
  int burst = 0;

  bool operator==(const RateLimit&) const = default;
};

// Where a vendor allows few calls, most lists are read before evenness could matter.
inline constexpr int kLeastBurst = 20;

// What goes first. Prompt calls, which somebody waits for, go as soon as the window has room; pages
// of long lists keep to the burst and leave a tenth of the window to the others.
enum class Rank { kPrompt, kBulk };

// The first pause after a refusal that names none; doubles with every refusal in a row.
inline constexpr absl::Duration kFirstPause = absl::Seconds(1);
// Longest pause of our own making: the window of most vendors.
inline constexpr absl::Duration kLongestOwnPause = absl::Minutes(1);
// However long a pause the vendor asks for (a spent quota: days), after this time one call looks
// whether it still holds.
inline constexpr absl::Duration kLongestPause = absl::Hours(1);
// A refusal this soon after another lowers the rate to a half; without one, it recovers by an
// eighth of the limit each time this has passed.
inline constexpr absl::Duration kCalm = absl::Minutes(1);
inline constexpr double kLeastFactor = 0.125;
inline constexpr double kRecoveryStep = 0.125;
// Where no limit is known such a refusal teaches one: the calls of the last minute that were not
// refused, at least so many (a gateway that has just started has seen none), until it has grown to
// its double.
inline constexpr int kLeastLearntCalls = 30;
inline constexpr double kForgetFactor = 2.0;
// Calls of the last minute that are remembered where no limit is known.
inline constexpr size_t kMostRemembered = 4096;

// For one thread. A call counts from its sending until a window after its answer, so that the limit
// holds at the vendor however long requests travel. Where the clock is set back, all that is
// remembered moves with it; where it is set forward, turns come too early, and the vendor says so.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit);

  // When the call that has `ahead` others before it may be sent, if no more come; `now` where it
  // may at once.
  absl::Time TurnOf(Rank rank, int ahead, absl::Time now);
  // At most one call may be under way: the vendor has refused, and not accepted one since.
  bool on_trial() const { return refusals_ > 0; }

  // A call is sent; the number is for the one of the others by which it ends.
  int64_t Sent(Rank rank, absl::Time now);
  // It was not sent after all.
  void Withdrawn(Rank rank);
  // The vendor has answered, and not throttled it.
  void Answered(Rank rank, int64_t number, absl::Time now);
  // It was given up, or failed on its way.
  void Ended(Rank rank, absl::Time now);
  // The vendor has throttled it, and may have told for how long. The end of the pause.
  absl::Time Refused(Rank rank, int64_t number, std::optional<absl::Duration> told, absl::Time now);

 private:
  struct Call {
    absl::Time ended;
    Rank rank;
  };

  void Settle(absl::Time now);
  void ShiftBack(absl::Duration step);
  void Recover(absl::Time now);
  void Lower(absl::Time now);
  bool is_limited() const { return limit_.calls > 0; }
  // How many calls of this rank and those behind it a window takes, and how many it holds.
  int Room(Rank rank) const;
  int Taken(Rank rank) const;
  int Burst() const;
  absl::Time WindowTurn(Rank counted, int ahead, absl::Time now) const;
  absl::Time PacedTurn(int ahead, absl::Time start) const;

  RateLimit limit_;
  bool learnt_ = false;
  // The part of the limit that is used at present.
  double factor_ = 1.0;
  std::deque<Call> ended_;  // within the window, oldest first
  int ended_bulk_ = 0;
  int open_ = 0;  // sent, not ended
  int open_bulk_ = 0;
  absl::Time last_sent_ = absl::InfinitePast();
  absl::Time latest_ = absl::InfinitePast();  // of all times that were seen
  int refusals_ = 0;                          // in a row
  int64_t pauses_ = 0;                        // ever
  absl::Time paused_until_ = absl::InfinitePast();
  absl::Time adjusted_ = absl::InfinitePast();  // when the factor was changed last
};

}  // namespace bookings
