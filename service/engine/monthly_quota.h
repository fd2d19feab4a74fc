// What a vendor's plan allows in a calendar month, of one connection. Calls are taken from the
// store in blocks, so that not each of them is a write; what a crash leaves of a block is lost, and
// the quota is never passed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/engine/connection_health.h"
#include "service/engine/event_loop.h"
#include "service/engine/ledger.h"

namespace bookings {

// A block is a two-hundredth of the quota, and at most so many calls: seconds of a vendor's rate.
inline constexpr int64_t kQuotaBlocks = 200;
inline constexpr int64_t kMostCallsInBlock = 100;
// A quota that is spent is looked at again after this time: others may have given calls back.
inline constexpr absl::Duration kSpentQuotaRecheck = absl::Minutes(1);

struct MonthlyQuotaOptions {
  // Id.
  std::string connection;
  // Calls in a month, at least 1.
  int64_t calls = 0;
  // Both outlive the quota.
  Ledger* ledger = nullptr;
  EventLoop* loop = nullptr;
  // Is told what is left.
  std::shared_ptr<ConnectionHealth> health;
};

// The month is UTC's, by the loop's clock. Lives on the loop's thread, but may be made elsewhere.
class MonthlyQuota final : public std::enable_shared_from_this<MonthlyQuota> {
 public:
  using Granted = absl::AnyInvocable<void(const absl::Status&) &&>;
  // One who waits; destroying it withdraws.
  struct Waiter {
    Granted granted;
  };

  explicit MonthlyQuota(MonthlyQuotaOptions options) : options_(std::move(options)) {}

  // Finds out what is left, before anybody asks.
  void Look() { Claim(0); }
  // One call, if there is one at hand.
  bool Take();
  // RESOURCE_EXHAUSTED / QUOTA_EXHAUSTED, held back until the next month, where the quota is known
  // to be spent; else OK.
  absl::Status Refusal() const;
  // One call once there is one; later than this call returns. Else the refusal, or UNAVAILABLE /
  // LEDGER_UNAVAILABLE.
  std::shared_ptr<Waiter> Await(Granted granted);
  // The month of the calls that Take and Await give.
  int64_t month() const { return month_; }
  // A call that was taken in that month has not been sent.
  void PutBack(int64_t month);
  // The end: what is at hand goes back to the store. Nobody waits any more.
  void Close();

 private:
  void Claim(int64_t calls);
  void OnShare(const QuotaClaim& claim, absl::StatusOr<QuotaShare> share);
  void ServeWaiters();
  void FailWaiters(const absl::Status& failure);
  void DropOldMonth();
  void TellHealth();
  int64_t BlockSize() const;

  const MonthlyQuotaOptions options_;
  int64_t month_ = 0;    // of what follows
  int64_t at_hand_ = 0;  // calls that are taken from the store and not used
  int64_t used_ = 0;     // by all, as of the latest claim
  bool claiming_ = false;
  absl::Time spent_until_ = absl::InfinitePast();  // until then the store is not asked
  std::vector<std::weak_ptr<Waiter>> waiters_;     // first come, first served
};

// Year * 100 + month, in UTC.
int64_t MonthOf(absl::Time time);

}  // namespace bookings
