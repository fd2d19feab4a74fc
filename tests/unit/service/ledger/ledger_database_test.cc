// What both databases check when they are opened, what stands in them, and that many at once get
// one answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "connectors/api/failure.h"
#include "tests/support/event.h"
#include "tests/unit/service/ledger/databases.h"

namespace bookings::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Outcome = BegunWrite::Outcome;

// As many as the mission names for one id.
constexpr int kMany = 200;

class LedgerDatabaseTest : public ::testing::TestWithParam<DatabaseKind> {
 protected:
  std::unique_ptr<GroupedStore> Open(std::vector<NamedKey> keys = Keys()) {
    return MustOpen(With(std::move(keys)));
  }
  absl::Status OpenError(std::vector<NamedKey> keys = Keys()) {
    return OpenStore(With(std::move(keys))).status();
  }
  LedgerOptions With(std::vector<NamedKey> keys) {
    LedgerOptions options = database_->options();
    options.keys = std::move(keys);
    options.report = [this](std::string_view problem) { reports_.emplace_back(problem); };
    return options;
  }
  // Dumps are too large to be printed.
  static bool Holds(const std::string& dump, const std::string& text) {
    return dump.find(text) != std::string::npos;
  }
  // One that was sent, with customers' data in it.
  static Claim Send(GroupedStore& store, const std::string& request_id) {
    const BegunWrite begun = store.Begin(BeginOf(request_id)).value();
    EXPECT_EQ(begun.outcome, Outcome::kStarted);
    EXPECT_EQ(store.MarkSending(ClaimOf(begun.entry), MarkOf("plan for Ada")).value(),
              Marked::kYes);
    return ClaimOf(begun.entry);
  }

  const std::unique_ptr<Database> database_ = GetParam().make();
  std::vector<std::string> reports_;
};

INSTANTIATE_TEST_SUITE_P(, LedgerDatabaseTest, ::testing::ValuesIn(AllDatabases()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(LedgerDatabaseTest, NothingOfCustomersOrCallersStandsInIt) {
  {
    const auto store = Open();
    Send(*store, "request-one");
    const Claim ended = Send(*store, "request-two");
    ASSERT_EQ(store->Complete(ended, {"result for Ada", "booking-7"}).value(), Completed::kYes);
    // The log of what was written too.
    EXPECT_FALSE(Holds(database_->Dump(), "Ada"));
  }
  const std::string dump = database_->Dump();
  for (const char* const hidden : {"Ada", "shop", "request-one", "request-two"}) {
    EXPECT_FALSE(Holds(dump, hidden)) << hidden;
  }
  // What operators see; were it not found, the search above would mean nothing.
  for (const char* const seen : {"hotel", "CreateBooking", "booking-7", "fingerprint"}) {
    EXPECT_TRUE(Holds(dump, seen)) << seen;
  }
}

TEST_P(LedgerDatabaseTest, WhatIsThereIsKeptOverOpenings) {
  const Claim claim = Send(*Open(), "r1");
  EXPECT_EQ(Open()->Complete(claim, {"result", ""}).value(), Completed::kYes);
  EXPECT_EQ(Open()->Begin(BeginOf("r1"))->entry.result, "result");
}

TEST_P(LedgerDatabaseTest, WhatWasAnsweredOutlivesAKill) {
  ASSERT_TRUE(DiesAfter([this] {
    const auto store = Open();
    const Claim claim = Send(*store, "r1");
    Send(*store, "r2");
    store->Complete(claim, {"result", "b1"}).IgnoreError();
  }));
  const auto store = Open();
  EXPECT_EQ(store->Begin(BeginOf("r1"))->entry.result, "result");
  const Claim killed{KeyOf("r2"), 1};
  EXPECT_TRUE(store->Renew(killed, absl::ZeroDuration()).value());
  const BegunWrite left = store->Begin(BeginOf("r2")).value();
  EXPECT_EQ(left.outcome, Outcome::kTakenOver);
  EXPECT_EQ(left.entry.plan, "plan for Ada");
}

TEST_P(LedgerDatabaseTest, OtherKeysAreRefused) {
  Open();
  EXPECT_EQ(OpenError(Keys("k2")).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(OpenError({{"k1", Secret("another text")}}).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(OpenError().ok());
}

TEST_P(LedgerDatabaseTest, ALedgerNeedsAKey) {
  EXPECT_EQ(OpenError({}).code(), absl::StatusCode::kInvalidArgument);
}

TEST_P(LedgerDatabaseTest, KeysAreRotated) {
  const std::vector<NamedKey> both = {Keys("k2")[0], Keys("k1")[0]};
  const Claim claim = Send(*Open(), "r1");
  const auto rotated = Open(both);
  ASSERT_EQ(rotated->Complete(claim, {"result", ""}).value(), Completed::kYes);
  EXPECT_EQ(rotated->Begin(BeginOf("r1"))->entry.result, "result");
}

TEST_P(LedgerDatabaseTest, AfterTheRotationTheOldKeyCanGo) {
  Send(*Open(), "old");
  Send(*Open({Keys("k2")[0], Keys("k1")[0]}), "new");
  const auto store = Open(Keys("k2"));
  for (const char* const id : {"old", "new"}) {
    ASSERT_TRUE(store->Renew({KeyOf(id), 1}, -absl::Seconds(1)).value());
  }
  // What only the old key opens fails, and keeps nothing else from being recovered.
  const absl::Status failed = store->Begin(BeginOf("old")).status();
  EXPECT_EQ(ReasonOf(failed), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  store->TakeProblem().IgnoreError();
  reports_.clear();
  const auto taken = store->TakeAbandoned(absl::ZeroDuration(), kLease, 10).value();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].key.request_id, "new");
  EXPECT_TRUE(store->TakeProblem().ok());
}

TEST_P(LedgerDatabaseTest, AnEntryThatCannotBeOpenedIsReported) {
  Send(*Open(), "old");
  Open({Keys("k2")[0], Keys("k1")[0]});
  const auto store = Open(Keys("k2"));
  ASSERT_TRUE(store->Renew({KeyOf("old"), 1}, -absl::Seconds(1)).value());
  EXPECT_THAT(store->TakeAbandoned(absl::ZeroDuration(), kLease, 10).value(), IsEmpty());
  ASSERT_EQ(reports_.size(), 1u);
  EXPECT_THAT(reports_[0], HasSubstr("not configured"));
}

TEST_P(LedgerDatabaseTest, ANewerVersionIsRefused) {
  Open();
  database_->Execute("UPDATE ledger_schema SET version = 99");
  const absl::Status error = OpenError();
  EXPECT_EQ(error.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(error.message()), HasSubstr("newer"));
}

TEST_P(LedgerDatabaseTest, TheFirstVersionIsBroughtUpToDate) {
  const Claim claim = Send(*Open(), "r1");
  database_->Execute("DROP TABLE ledger_quotas");
  database_->Execute("UPDATE ledger_schema SET version = 1");
  const auto store = Open();
  EXPECT_EQ(store->ClaimCalls({"barber", 202612, 10, 4})->granted, 4);
  EXPECT_TRUE(store->Renew(claim, kLease).value());
}

TEST_P(LedgerDatabaseTest, CallsThatWereCountedOutliveAKill) {
  ASSERT_TRUE(DiesAfter([this] { Open()->ClaimCalls({"barber", 202612, 10, 4}).IgnoreError(); }));
  EXPECT_EQ(Open()->ClaimCalls({"barber", 202612, 10, 10})->granted, 6);
}

TEST_P(LedgerDatabaseTest, AVersionThatCannotBeReadIsRefused) {
  Open();
  database_->Execute("DELETE FROM ledger_schema");
  EXPECT_EQ(OpenError().code(), absl::StatusCode::kDataLoss);
}

TEST_P(LedgerDatabaseTest, PrunesInBoundedPieces) {
  const auto store = Open();
  ASSERT_TRUE(store->BeginGroup().ok());
  for (int i = 0; i <= kMaxPruned; ++i) {
    const BegunWrite begun = store->Begin(BeginOf(std::to_string(i))).value();
    ASSERT_TRUE(store->Release(ClaimOf(begun.entry)).value());
  }
  ASSERT_TRUE(store->EndGroup().ok());
  EXPECT_EQ(store->Prune(absl::ZeroDuration()).value(), kMaxPruned);
  EXPECT_EQ(store->Prune(absl::ZeroDuration()).value(), 1);
}

// Runs the same operation many times at once; how often each answer came.
template <typename Result>
std::map<Result, int> AtOnce(Ledger& ledger,
                             const std::function<Result(LedgerStore&, int)>& operation) {
  std::mutex mutex;
  std::map<Result, int> counts;
  int answers = 0;
  Event all;
  for (int i = 0; i < kMany; ++i) {
    ledger.Run(
        [&, i](LedgerStore& store) -> Ledger::Deliver {
          return [&, result = operation(store, i)](const absl::Status& committed) {
            const std::lock_guard lock(mutex);
            if (committed.ok()) ++counts[result];
            if (++answers == kMany) all.Happen();
          };
        },
        [](const absl::Status& refused) { ADD_FAILURE() << refused; });
  }
  EXPECT_TRUE(all.Comes());
  const std::lock_guard lock(mutex);
  return counts;
}

class LedgerRaceTest : public LedgerDatabaseTest {
 protected:
  // All claims of `kMany` entries, which are begun.
  std::vector<Claim> BeginMany() {
    const auto store = Open();
    EXPECT_TRUE(store->BeginGroup().ok());
    std::vector<Claim> claims;
    for (int i = 0; i < kMany; ++i) {
      claims.push_back(ClaimOf(store->Begin(BeginOf(std::to_string(i)))->entry));
    }
    EXPECT_TRUE(store->EndGroup().ok());
    return claims;
  }
  std::unique_ptr<Ledger> OpenThreads() { return OpenLedger(database_->options()).value(); }
};

INSTANTIATE_TEST_SUITE_P(, LedgerRaceTest, ::testing::ValuesIn(AllDatabases()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(LedgerRaceTest, OfManyWithOneIdOneStarts) {
  const auto counts = AtOnce<Outcome>(*OpenThreads(), [](LedgerStore& store, int) {
    return store.Begin(BeginOf("same"))->outcome;
  });
  EXPECT_EQ(counts.at(Outcome::kStarted), 1);
  EXPECT_EQ(counts.at(Outcome::kInProgress), kMany - 1);
}

TEST_P(LedgerRaceTest, OfManyWhoTakeOverOneDoes) {
  const Claim left = Send(*Open(), "same");
  ASSERT_TRUE(Open()->Renew(left, -absl::Seconds(1)).value());
  const auto counts = AtOnce<Outcome>(*OpenThreads(), [](LedgerStore& store, int) {
    return store.Begin(BeginOf("same"))->outcome;
  });
  EXPECT_EQ(counts.at(Outcome::kTakenOver), 1);
  EXPECT_EQ(counts.at(Outcome::kInProgress), kMany - 1);
}

TEST_P(LedgerRaceTest, OfManyWhoBeginAnewOneDoes) {
  const Claim ended = Send(*Open(), "same");
  ASSERT_TRUE(Open()->Release(ended).value());
  const auto counts = AtOnce<Outcome>(*OpenThreads(), [](LedgerStore& store, int) {
    return store.Begin(BeginOf("same"))->outcome;
  });
  EXPECT_EQ(counts.at(Outcome::kStarted), 1);
  EXPECT_EQ(counts.at(Outcome::kInProgress), kMany - 1);
}

TEST_P(LedgerRaceTest, OfManyRivalsOneIsSent) {
  const std::vector<Claim> claims = BeginMany();
  const auto counts = AtOnce<Marked>(*OpenThreads(), [&](LedgerStore& store, int i) {
    return store.MarkSending(claims[static_cast<size_t>(i)], MarkOf("plan", "same")).value();
  });
  EXPECT_EQ(counts.at(Marked::kYes), 1);
  EXPECT_EQ(counts.at(Marked::kRival), kMany - 1);
}

TEST_P(LedgerRaceTest, OfManyWhoAdoptOneDoes) {
  const std::vector<Claim> claims = BeginMany();
  const auto counts = AtOnce<Completed>(*OpenThreads(), [&](LedgerStore& store, int i) {
    return store.Complete(claims[static_cast<size_t>(i)], {"result", "b1"}).value();
  });
  EXPECT_EQ(counts.at(Completed::kYes), 1);
  EXPECT_EQ(counts.at(Completed::kAdoptedElsewhere), kMany - 1);
}

TEST_P(LedgerRaceTest, OfAQuotaNoMoreIsGrantedThanThereIs) {
  const auto counts = AtOnce<int64_t>(*OpenThreads(), [](LedgerStore& store, int) {
    return store.ClaimCalls({"barber", 202612, 500, 3})->granted;
  });
  int64_t granted = 0;
  for (const auto& [calls, times] : counts) granted += calls * times;
  EXPECT_EQ(granted, 500);
}

TEST_P(LedgerRaceTest, NothingAbandonedIsTakenTwice) {
  const std::vector<Claim> claims = BeginMany();
  const auto ledger = OpenThreads();
  AtOnce<bool>(*ledger, [&](LedgerStore& store, int i) {
    return store.Renew(claims[static_cast<size_t>(i)], -absl::Seconds(1)).value();
  });
  std::mutex mutex;
  std::map<std::string, int> taken;
  AtOnce<bool>(*ledger, [&](LedgerStore& store, int) {
    const auto abandoned = store.TakeAbandoned(absl::ZeroDuration(), kLease, 3).value();
    for (const WriteEntry& entry : abandoned) {
      const std::lock_guard lock(mutex);
      ++taken[entry.key.request_id];
    }
    return true;
  });
  EXPECT_EQ(taken.size(), static_cast<size_t>(kMany));
  EXPECT_THAT(taken, Each(::testing::Pair(::testing::_, 1)));
}

}  // namespace
}  // namespace bookings::testing
