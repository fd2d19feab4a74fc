// The ledger's threads: a bounded queue of tasks, and one thread per store that takes as many at
// once as the store makes durable together.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "service/ledger/grouped_store.h"

namespace bookings {

// Tasks that may wait. At some thousand a second, which is what one disk synchronises, the last of
// them waits a few seconds: as long as callers do.
inline constexpr size_t kMaxWaitingTasks = 4096;
// When it stops, how long it goes on running what waits; the rest is refused.
inline constexpr absl::Duration kDrainTime = absl::Seconds(5);

// Every task, or its refusal, is run exactly once. Failures name no details: those go to the
// stores' ReportProblem.
class ThreadedLedger final : public Ledger {
 public:
  // At least one store; all of them lead to the same ledger.
  explicit ThreadedLedger(std::vector<std::unique_ptr<GroupedStore>> stores);
  // Runs or refuses what waits, then returns; no Run may come any more.
  ~ThreadedLedger() override;

  // A full queue refuses on the caller's thread, everything else is called on the ledger's.
  void Run(Task task, Deliver refused) override;

 private:
  struct Waiting {
    Task task;
    Deliver refused;
  };
  using Group = std::vector<Waiting>;

  void Work(GroupedStore& store);
  // Waits for tasks; empty = the ledger stops and nothing waits.
  Group TakeGroup(size_t limit);
  bool DrainIsOver();
  static void Refuse(Group group, const absl::Status& failure);
  static void RunGroup(GroupedStore& store, Group group);

  const std::vector<std::unique_ptr<GroupedStore>> stores_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;  // guarded by mutex_, as what follows
  bool stopping_ = false;
  absl::Time drain_end_ = absl::InfiniteFuture();
  std::vector<std::thread> threads_;  // last: they use the others
};

}  // namespace bookings
