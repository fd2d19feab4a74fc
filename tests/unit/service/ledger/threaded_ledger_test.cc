// The ledger's threads: groups, refusals, and that every task is answered exactly once.
#include "service/ledger/threaded_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>

#include "connectors/api/failure.h"
#include "tests/support/event.h"

namespace bookings::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::NiceMock;

// What happens to a store and its tasks, in order. Thread-safe.
class Notes {
 public:
  void Add(const std::string& what) {
    const std::lock_guard lock(mutex_);
    notes_.push_back(what);
  }
  std::vector<std::string> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(notes_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> notes_;
};

// Which group fails, counted from 1; the first is the one that blocks (ThreadedLedgerTest::Block).
struct Faults {
  int begin_of_group = 0;
  int end_of_group = 0;
};

// What tasks ask of it is not looked at.
class NotingStore : public GroupedStore {
 public:
  NotingStore(Notes* notes, const Faults* faults) : notes_(notes), faults_(faults) {}

  MOCK_METHOD(absl::StatusOr<BegunWrite>, Begin, (const BeginWrite&), (override));
  MOCK_METHOD(absl::StatusOr<Marked>, MarkSending, (const Claim&, const SendMark&), (override));
  MOCK_METHOD(absl::StatusOr<bool>, Renew, (const Claim&, absl::Duration), (override));
  MOCK_METHOD(absl::StatusOr<Completed>, Complete, (const Claim&, const Completion&), (override));
  MOCK_METHOD(absl::StatusOr<std::vector<std::string>>, AdoptedElsewhere,
              (const Claim&, const std::vector<std::string>&), (override));
  MOCK_METHOD(absl::StatusOr<std::vector<WriteEntry>>, TakeAbandoned,
              (absl::Duration, absl::Duration, int), (override));
  MOCK_METHOD(absl::StatusOr<int64_t>, Prune, (absl::Duration), (override));
  MOCK_METHOD(absl::StatusOr<QuotaShare>, ClaimCalls, (const QuotaClaim&), (override));
  // The one call that fails.
  absl::StatusOr<bool> Release(const Claim&) override {
    problem_ = absl::InternalError("failed");
    return problem_;
  }

  absl::Status BeginGroup() override {
    notes_->Add("begin");
    return ++group_ == faults_->begin_of_group ? absl::InternalError("gone") : absl::OkStatus();
  }
  absl::Status EndGroup() override {
    notes_->Add("end");
    return group_ == faults_->end_of_group ? absl::InternalError("disk full") : absl::OkStatus();
  }
  size_t group_limit() const override { return 3; }
  absl::Status TakeProblem() override { return std::exchange(problem_, absl::OkStatus()); }

 private:
  Notes* const notes_;
  const Faults* const faults_;
  int group_ = 0;
  absl::Status problem_;
};

class ThreadedLedgerTest : public ::testing::Test {
 protected:
  using Operation = std::function<void(LedgerStore&)>;

  ThreadedLedgerTest() {
    std::vector<std::unique_ptr<GroupedStore>> stores;
    stores.push_back(std::make_unique<NiceMock<NotingStore>>(&notes_, &faults_));
    ledger_ = std::make_unique<ThreadedLedger>(std::move(stores));
    running_ = ledger_.get();
  }

  // How it goes is noted: `a`, then `a ok` or `a failed`; or `a refused`.
  void Run(
      const std::string& name, Operation operation = [](LedgerStore&) {}) {
    running_->Run(
        [this, name, operation](LedgerStore& store) -> Ledger::Deliver {
          notes_.Add(name);
          operation(store);
          return [this, name](const absl::Status& committed) {
            Answer(committed.ok() ? name + " ok" : name + " failed", committed);
          };
        },
        [this, name](const absl::Status& refused) { Answer(name + " refused", refused); });
  }
  void Answer(const std::string& what, const absl::Status& status) {
    const bool as_promised =
        status.ok() ||
        (absl::IsUnavailable(status) && ReasonOf(status) == v1::ERROR_REASON_LEDGER_UNAVAILABLE);
    notes_.Add(as_promised ? what : "a failure of another kind");
  }
  // Keeps the thread busy, with a group of its own, until Finish.
  void Block() {
    ledger_->Run(
        [this](LedgerStore&) -> Ledger::Deliver {
          blocked_.Happen();
          open_.Wait();
          return [](const absl::Status&) {};
        },
        [](const absl::Status&) {});
    ASSERT_TRUE(blocked_.Comes());
  }
  // Ends the ledger; the notes but those of the group that blocked.
  std::vector<std::string> Finish() {
    open_.Happen();
    ledger_.reset();
    std::vector<std::string> notes = notes_.Take();
    EXPECT_GE(notes.size(), 2u);
    notes.erase(notes.begin(), notes.begin() + 2);
    return notes;
  }

  Notes notes_;
  Faults faults_;
  std::unique_ptr<ThreadedLedger> ledger_;
  // The same; deliveries use it while the ledger ends.
  Ledger* running_ = nullptr;
  Event blocked_;
  Event open_;
};

TEST_F(ThreadedLedgerTest, WhatWaitsTogetherIsCommittedTogetherAndThenAnswered) {
  Block();
  for (const char* const name : {"a", "b", "c", "d"}) Run(name);
  EXPECT_THAT(Finish(), ElementsAre("begin", "a", "b", "c", "end", "a ok", "b ok", "c ok",  //
                                    "begin", "d", "end", "d ok"));
}

TEST_F(ThreadedLedgerTest, WhereTheCommitFailsAllOfTheGroupFail) {
  faults_.end_of_group = 2;
  Block();
  for (const char* const name : {"a", "b", "c", "d"}) Run(name);
  EXPECT_THAT(Finish(), ElementsAre("begin", "a", "b", "c", "end", "a failed", "b failed",
                                    "c failed", "begin", "d", "end", "d ok"));
}

TEST_F(ThreadedLedgerTest, WhereTheStoreCannotBeReachedNothingIsRun) {
  faults_.begin_of_group = 2;
  Block();
  for (const char* const name : {"a", "b", "c", "d"}) Run(name);
  EXPECT_THAT(Finish(), ElementsAre("begin", "a refused", "b refused", "c refused", "begin", "d",
                                    "end", "d ok"));
}

TEST_F(ThreadedLedgerTest, ATaskWhoseCallFailedFailsAlone) {
  Block();
  Run("a");
  Run("b", [](LedgerStore& store) { EXPECT_FALSE(store.Release({}).ok()); });
  Run("c");
  EXPECT_THAT(Finish(), ElementsAre("begin", "a", "b", "c", "end", "a ok", "b failed", "c ok"));
}

TEST_F(ThreadedLedgerTest, AFullQueueRefusesAtOnce) {
  Block();
  for (size_t i = 0; i < kMaxWaitingTasks; ++i) Run("waiting");
  notes_.Take();
  Run("one too many");
  EXPECT_THAT(notes_.Take(), ElementsAre("one too many refused"));
  // Finish leaves out two notes that were taken already: a begin and the end of the first group.
  const std::vector<std::string> notes = Finish();
  EXPECT_EQ(std::count(notes.begin(), notes.end(), "waiting ok"),
            static_cast<std::ptrdiff_t>(kMaxWaitingTasks));
}

TEST_F(ThreadedLedgerTest, WhatDeliveriesHandInIsAnsweredToo) {
  Block();
  ledger_->Run(
      [this](LedgerStore&) -> Ledger::Deliver {
        return [this](const absl::Status&) { Run("follower"); };
      },
      [](const absl::Status&) {});
  EXPECT_THAT(Finish(), ElementsAre("begin", "end", "begin", "follower", "end", "follower ok"));
}

}  // namespace
}  // namespace bookings::testing
