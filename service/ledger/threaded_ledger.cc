// See threaded_ledger.h.
#include "service/ledger/threaded_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

absl::Status NotAvailable() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_LEDGER_UNAVAILABLE,
                     "the ledger of writes is not available");
}

}  // namespace

ThreadedLedger::ThreadedLedger(std::vector<std::unique_ptr<GroupedStore>> stores)
    : stores_(std::move(stores)) {
  for (const std::unique_ptr<GroupedStore>& store : stores_) {
    threads_.emplace_back([this, &store = *store] { Work(store); });
  }
}

ThreadedLedger::~ThreadedLedger() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    drain_end_ = absl::Now() + kDrainTime;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadedLedger::Run(Task task, Deliver refused) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kMaxWaitingTasks) {
      waiting_.push_back({std::move(task), std::move(refused)});
      changed_.notify_one();
      return;
    }
  }
  std::move(refused)(NotAvailable());
}

void ThreadedLedger::Work(GroupedStore& store) {
  for (Group group = TakeGroup(store.group_limit()); !group.empty();
       group = TakeGroup(store.group_limit())) {
    if (DrainIsOver()) {
      Refuse(std::move(group), NotAvailable());
    } else {
      RunGroup(store, std::move(group));
    }
  }
}

ThreadedLedger::Group ThreadedLedger::TakeGroup(size_t limit) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  Group group;
  while (!waiting_.empty() && group.size() < limit) {
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return group;
}

bool ThreadedLedger::DrainIsOver() {
  const std::lock_guard lock(mutex_);
  return absl::Now() >= drain_end_;
}

void ThreadedLedger::Refuse(Group group, const absl::Status& failure) {
  for (Waiting& waiting : group) std::move(waiting.refused)(failure);
}

void ThreadedLedger::RunGroup(GroupedStore& store, Group group) {
  if (!store.BeginGroup().ok()) {
    store.TakeProblem().IgnoreError();
    return Refuse(std::move(group), NotAvailable());
  }
  std::vector<std::pair<Deliver, bool>> answers;
  answers.reserve(group.size());
  for (Waiting& waiting : group) {
    Deliver deliver = std::move(waiting.task)(store);
    answers.emplace_back(std::move(deliver), store.TakeProblem().ok());
  }
  const bool committed = store.EndGroup().ok();
  store.TakeProblem().IgnoreError();
  for (auto& [deliver, worked] : answers) {
    std::move(deliver)(committed && worked ? absl::OkStatus() : NotAvailable());
  }
}

}  // namespace bookings
