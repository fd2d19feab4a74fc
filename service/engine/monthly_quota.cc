// See monthly_quota.h.
#include "service/engine/monthly_quota.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"
#include "service/engine/ledger_task.h"

namespace bookings {
namespace {

absl::Time NextMonth(absl::Time time) {
  return absl::FromCivil(absl::ToCivilMonth(time, absl::UTCTimeZone()) + 1, absl::UTCTimeZone());
}

}  // namespace

int64_t MonthOf(absl::Time time) {
  const absl::CivilMonth month = absl::ToCivilMonth(time, absl::UTCTimeZone());
  return month.year() * 100 + month.month();
}

bool MonthlyQuota::Take() {
  DropOldMonth();
  // Those who wait already come first.
  if (at_hand_ == 0 || claiming_) return false;
  --at_hand_;
  TellHealth();
  return true;
}

absl::Status MonthlyQuota::Refusal() const {
  const absl::Time now = options_.loop->Now();
  if (now >= spent_until_ || month_ != MonthOf(now)) return absl::OkStatus();
  return HeldBack(
      MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXHAUSTED,
                  "the calls of this month are used up"),
      HeldBackBy::kMonthlyQuota, NextMonth(now) - now);
}

std::shared_ptr<MonthlyQuota::Waiter> MonthlyQuota::Await(Granted granted) {
  auto waiter = std::make_shared<Waiter>(Waiter{std::move(granted)});
  waiters_.push_back(waiter);
  if (!claiming_) Claim(BlockSize());
  return waiter;
}

void MonthlyQuota::PutBack(int64_t month) {
  DropOldMonth();
  if (month == month_) ++at_hand_;
  TellHealth();
}

void MonthlyQuota::Close() {
  waiters_.clear();
  DropOldMonth();
  if (at_hand_ > 0) Claim(-at_hand_);
  at_hand_ = 0;
}

void MonthlyQuota::Claim(int64_t calls) {
  claiming_ = calls > 0;
  QuotaClaim claim{options_.connection, MonthOf(options_.loop->Now()), options_.calls, calls};
  InLedger<QuotaShare>(
      *options_.ledger, *options_.loop,
      [claim](LedgerStore& store) { return store.ClaimCalls(claim); },
      [weak = weak_from_this(), claim](absl::StatusOr<QuotaShare> share) {
        if (const auto self = weak.lock()) self->OnShare(claim, std::move(share));
      });
}

void MonthlyQuota::OnShare(const QuotaClaim& claim, absl::StatusOr<QuotaShare> share) {
  if (claim.calls > 0) claiming_ = false;
  if (!share.ok()) return FailWaiters(Unsent(share.status()));
  DropOldMonth();
  if (claim.month != month_) return ServeWaiters();  // the month has ended meanwhile
  at_hand_ += share->granted;
  used_ = share->used;
  if (share->granted == 0 && claim.calls > 0) {
    spent_until_ = options_.loop->Now() + kSpentQuotaRecheck;
  }
  TellHealth();
  ServeWaiters();
}

void MonthlyQuota::ServeWaiters() {
  // What they do may bring more of them, which come behind.
  while (at_hand_ > 0 && !waiters_.empty()) {
    const std::shared_ptr<Waiter> waiter = waiters_.front().lock();
    waiters_.erase(waiters_.begin());
    if (waiter == nullptr) continue;
    --at_hand_;
    std::move(waiter->granted)(absl::OkStatus());
  }
  TellHealth();
  if (waiters_.empty() || claiming_) return;
  if (absl::Status refusal = Refusal(); !refusal.ok()) return FailWaiters(refusal);
  Claim(BlockSize());
}

void MonthlyQuota::FailWaiters(const absl::Status& failure) {
  for (const std::weak_ptr<Waiter>& waiting : std::exchange(waiters_, {})) {
    if (const std::shared_ptr<Waiter> waiter = waiting.lock()) std::move(waiter->granted)(failure);
  }
}

// What was taken from a month is of no use in the next.
void MonthlyQuota::DropOldMonth() {
  const int64_t month = MonthOf(options_.loop->Now());
  if (month == month_) return;
  month_ = month;
  at_hand_ = 0;
  used_ = 0;
}

void MonthlyQuota::TellHealth() {
  options_.health->SetQuotaLeft(std::max<int64_t>(0, options_.calls - used_) + at_hand_);
}

int64_t MonthlyQuota::BlockSize() const {
  return std::clamp<int64_t>(options_.calls / kQuotaBlocks, 1, kMostCallsInBlock);
}

}  // namespace bookings
