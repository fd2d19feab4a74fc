// A Ledger over a store in memory that can be slow, or fail.
#pragma once

#include <deque>
#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/ledger.h"
#include "tests/fakes/fake_ledger_store.h"

namespace bookings {

// Runs every task at once, on the caller's thread, unless it is held back. For one thread.
class FakeLedger final : public Ledger {
 public:
  explicit FakeLedger(FakeLedgerStore::Clock now) : store_(std::move(now)) {}

  void Run(Task task, Deliver refused) override {
    ++tasks_;
    waiting_.emplace_back(std::move(task), std::move(refused));
    if (!held_) RunWaiting();
  }

  FakeLedgerStore& store() { return store_; }
  // Tasks that were handed in so far.
  int tasks() const { return tasks_; }
  size_t waiting() const { return waiting_.size(); }

  // From now on tasks wait for RunNext or Continue.
  void Hold() { held_ = true; }
  void Continue() {
    held_ = false;
    RunWaiting();
  }
  void RunNext() {
    auto [task, refused] = std::move(waiting_.front());
    waiting_.pop_front();
    if (refusing_ > 0) {
      --refusing_;
      std::move(refused)(Unavailable());
      return;
    }
    Deliver deliver = std::move(task)(store_);
    const bool lost = losing_ > 0;
    if (lost) --losing_;
    std::move(deliver)(lost ? Unavailable() : absl::OkStatus());
  }
  // The next tasks are refused without being run.
  void RefuseNext(int tasks) { refusing_ = tasks; }
  // The next tasks are run, but their caller is told that they failed: an answer that got lost.
  void LoseNext(int tasks) { losing_ = tasks; }

 private:
  static absl::Status Unavailable() {
    return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_LEDGER_UNAVAILABLE,
                       "the ledger is not available");
  }
  void RunWaiting() {
    while (!waiting_.empty() && !held_) RunNext();
  }

  FakeLedgerStore store_;
  std::deque<std::pair<Task, Deliver>> waiting_;
  int tasks_ = 0;
  int refusing_ = 0;
  int losing_ = 0;
  bool held_ = false;
};

}  // namespace bookings
