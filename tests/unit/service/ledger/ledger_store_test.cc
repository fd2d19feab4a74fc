// What every store of the ledger does, one test per transition; the three stores run the same ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "service/engine/ledger.h"
#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Outcome = BegunWrite::Outcome;

class LedgerStoreTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  LedgerStore& store() { return under_test_->store(); }
  LedgerStore& replica() { return under_test_->replica(); }
  void Pass(absl::Duration duration) { under_test_->Pass(duration); }

  BegunWrite Begin(const BeginWrite& begin) {
    absl::StatusOr<BegunWrite> begun = store().Begin(begin);
    EXPECT_TRUE(begun.ok()) << begun.status();
    return begun.ok() ? *std::move(begun) : BegunWrite{};
  }
  BegunWrite Begin(const std::string& request_id) { return Begin(BeginOf(request_id)); }
  // Begun, for which nobody else may have asked.
  WriteEntry Started(const std::string& request_id) {
    BegunWrite begun = Begin(request_id);
    EXPECT_EQ(begun.outcome, Outcome::kStarted);
    return std::move(begun.entry);
  }
  // Begun and marked as being sent.
  Claim Sending(const std::string& request_id, const std::string& rivalry = "") {
    const Claim claim = ClaimOf(Started(request_id));
    EXPECT_EQ(Mark(claim, rivalry), Marked::kYes);
    return claim;
  }
  Marked Mark(const Claim& claim, const std::string& rivalry = "") {
    return store().MarkSending(claim, MarkOf("plan", rivalry)).value();
  }
  Completed Complete(const Claim& claim, const std::string& adopted = "") {
    return store().Complete(claim, {"result", adopted}).value();
  }
  // The database's clock goes on between two looks at it; less than any test lets pass.
  static bool JustBegan(const WriteEntry& entry) {
    return entry.begin_time <= entry.now && entry.now - entry.begin_time < absl::Milliseconds(900);
  }
  // Whether a claim moves nothing any more.
  void ExpectLost(const Claim& claim) {
    EXPECT_EQ(Mark(claim), Marked::kLost);
    EXPECT_EQ(Complete(claim), Completed::kLost);
    EXPECT_FALSE(store().Renew(claim, kLease).value());
    EXPECT_FALSE(store().Release(claim).value());
  }

 private:
  const std::unique_ptr<StoreUnderTest> under_test_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(, LedgerStoreTest, ::testing::ValuesIn(AllStores()),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(LedgerStoreTest, ANewKeyStartsAsAnIntent) {
  const WriteEntry entry = Started("r1");
  EXPECT_EQ(entry.state, WriteState::kIntent);
  EXPECT_EQ(entry.fence, 1);
  EXPECT_EQ(entry.identity, "identity");
  EXPECT_EQ(entry.released, 0);
  EXPECT_TRUE(JustBegan(entry));
  EXPECT_EQ(entry.send_time, absl::InfinitePast());
  EXPECT_EQ(entry.sends, 0);
  EXPECT_EQ(entry.plan, "");
  EXPECT_EQ(entry.result, "");
  EXPECT_EQ(entry.key.caller, "shop");
  EXPECT_EQ(entry.key.connection, "hotel");
  EXPECT_EQ(entry.key.operation, "CreateBooking");
  EXPECT_EQ(entry.key.request_id, "r1");
}

TEST_P(LedgerStoreTest, WhatIsHeldIsInProgressForAtMostTheLease) {
  Started("r1");
  Pass(kLease - absl::Seconds(10));
  const BegunWrite again = Begin("r1");
  EXPECT_EQ(again.outcome, Outcome::kInProgress);
  EXPECT_GT(again.retry_after, absl::ZeroDuration());
  EXPECT_LE(again.retry_after, absl::Seconds(10));
}

TEST_P(LedgerStoreTest, IdsCountWithinCallerConnectionAndOperation) {
  Started("r1");
  BeginWrite begin = BeginOf("r1");
  begin.key.caller = "other";
  EXPECT_EQ(Begin(begin).outcome, Outcome::kStarted);
  begin = BeginOf("r1");
  begin.key.connection = "other";
  EXPECT_EQ(Begin(begin).outcome, Outcome::kStarted);
  begin = BeginOf("r1");
  begin.key.operation = "other";
  EXPECT_EQ(Begin(begin).outcome, Outcome::kStarted);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
}

TEST_P(LedgerStoreTest, AnotherRequestUnderTheSameIdIsReuseInEveryState) {
  BeginWrite other = BeginOf("r1");
  other.fingerprint = "another request";
  const Claim first = ClaimOf(Started("r1"));
  EXPECT_EQ(Begin(other).outcome, Outcome::kReused);
  Mark(first);
  EXPECT_EQ(Begin(other).outcome, Outcome::kReused);
  Pass(kLease);
  EXPECT_EQ(Begin(other).outcome, Outcome::kReused);
  ASSERT_TRUE(store().Release(first).value());
  EXPECT_EQ(Begin(other).outcome, Outcome::kReused);
  Complete(ClaimOf(Started("r1")));
  EXPECT_EQ(Begin(other).outcome, Outcome::kReused);
}

TEST_P(LedgerStoreTest, AnIntentWhoseLeaseIsOverStartsWithTheNextFence) {
  const WriteEntry first = Started("r1");
  Pass(kLease);
  const WriteEntry second = Started("r1");
  EXPECT_EQ(second.fence, first.fence + 1);
  EXPECT_EQ(second.released, 0);
  ExpectLost(ClaimOf(first));
  EXPECT_EQ(Mark(ClaimOf(second)), Marked::kYes);
}

TEST_P(LedgerStoreTest, WhatWasBeingSentIsTakenOverWithAllThatIsKnown) {
  const WriteEntry first = Started("r1");
  Pass(absl::Seconds(5));
  ASSERT_EQ(store().MarkSending(ClaimOf(first), MarkOf("the plan")).value(), Marked::kYes);
  Pass(kLease);
  const BegunWrite second = Begin("r1");
  EXPECT_EQ(second.outcome, Outcome::kTakenOver);
  EXPECT_EQ(second.entry.state, WriteState::kSending);
  EXPECT_EQ(second.entry.fence, first.fence + 1);
  EXPECT_EQ(second.entry.identity, first.identity);
  EXPECT_EQ(second.entry.plan, "the plan");
  EXPECT_EQ(second.entry.sends, 1);
  EXPECT_GE(second.entry.now - second.entry.send_time, kLease);
  EXPECT_LT(second.entry.now - second.entry.send_time, kLease + absl::Seconds(5));
  EXPECT_GE(second.entry.send_time - second.entry.begin_time, absl::Seconds(5));
  ExpectLost(ClaimOf(first));
}

TEST_P(LedgerStoreTest, AClaimWhoseLeaseIsOverHoldsUntilItIsTakenOver) {
  const Claim claim = ClaimOf(Started("r1"));
  Pass(kLease * 2);
  EXPECT_EQ(Mark(claim), Marked::kYes);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
}

TEST_P(LedgerStoreTest, EveryMarkCountsAndReplacesThePlan) {
  const Claim claim = Sending("r1");
  ASSERT_EQ(store().MarkSending(claim, MarkOf("second plan")).value(), Marked::kYes);
  Pass(kLease);
  const WriteEntry entry = Begin("r1").entry;
  EXPECT_EQ(entry.sends, 2);
  EXPECT_EQ(entry.plan, "second plan");
}

TEST_P(LedgerStoreTest, RenewingProlongsTheLeaseFromNow) {
  const Claim claim = ClaimOf(Started("r1"));
  Pass(kLease / 2);
  EXPECT_TRUE(store().Renew(claim, kLease).value());
  Pass(kLease / 2);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
  Pass(kLease / 2);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kStarted);
}

TEST_P(LedgerStoreTest, ALeaseOfZeroGivesTheClaimBack) {
  const Claim claim = Sending("r1");
  EXPECT_TRUE(store().Renew(claim, absl::ZeroDuration()).value());
  EXPECT_EQ(Begin("r1").outcome, Outcome::kTakenOver);
  ExpectLost(claim);
}

TEST_P(LedgerStoreTest, TheResultIsAnsweredToEveryRepetition) {
  const Claim claim = Sending("r1");
  EXPECT_EQ(Complete(claim), Completed::kYes);
  for (int i = 0; i < 2; ++i) {
    const BegunWrite again = Begin("r1");
    EXPECT_EQ(again.outcome, Outcome::kDone);
    EXPECT_EQ(again.entry.state, WriteState::kDone);
    EXPECT_EQ(again.entry.result, "result");
  }
  Pass(kLease * 100);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kDone);
  ExpectLost(claim);
}

TEST_P(LedgerStoreTest, AnIntentCanBeCompletedWithoutBeingSent) {
  EXPECT_EQ(Complete(ClaimOf(Started("r1"))), Completed::kYes);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kDone);
}

TEST_P(LedgerStoreTest, WhatWasReleasedBeginsAnew) {
  const WriteEntry first = Started("r1");
  Mark(ClaimOf(first));
  EXPECT_TRUE(store().Release(ClaimOf(first)).value());
  ExpectLost(ClaimOf(first));
  Pass(absl::Seconds(1));
  BeginWrite again = BeginOf("r1");
  again.identity = "not used";
  const BegunWrite second = Begin(again);
  EXPECT_EQ(second.outcome, Outcome::kStarted);
  EXPECT_EQ(second.entry.state, WriteState::kIntent);
  EXPECT_EQ(second.entry.released, 1);
  EXPECT_EQ(second.entry.identity, first.identity);
  EXPECT_EQ(second.entry.fence, first.fence + 1);
  EXPECT_TRUE(JustBegan(second.entry));
  EXPECT_EQ(second.entry.send_time, absl::InfinitePast());
  EXPECT_EQ(second.entry.sends, 0);
  EXPECT_EQ(second.entry.plan, "");
  ExpectLost(ClaimOf(first));
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
}

TEST_P(LedgerStoreTest, NobodyHoldsAnUnknownKey) { ExpectLost({KeyOf("never begun"), 1}); }

TEST_P(LedgerStoreTest, ALaterFenceThanTheEntrysHoldsNothing) {
  Claim claim = Sending("r1");
  ++claim.fence;
  ExpectLost(claim);
}

TEST_P(LedgerStoreTest, OfRivalsOneIsSent) {
  Sending("r1", "same");
  const WriteEntry second = Started("r2");
  EXPECT_EQ(Mark(ClaimOf(second), "same"), Marked::kRival);
  // Nothing was changed: it is an intent still.
  Pass(kLease);
  const BegunWrite again = Begin("r2");
  EXPECT_EQ(again.outcome, Outcome::kStarted);
  EXPECT_EQ(again.entry.sends, 0);
  EXPECT_EQ(again.entry.plan, "");
  EXPECT_EQ(Mark(ClaimOf(again.entry), "different"), Marked::kYes);
}

TEST_P(LedgerStoreTest, RivalsWaitForTheEnd) {
  const Claim first = Sending("r1", "same");
  const Claim second = ClaimOf(Started("r2"));
  const Claim third = ClaimOf(Started("r3"));
  EXPECT_EQ(Mark(second, "same"), Marked::kRival);
  ASSERT_EQ(Complete(first), Completed::kYes);
  EXPECT_EQ(Mark(second, "same"), Marked::kYes);
  EXPECT_EQ(Mark(third, "same"), Marked::kRival);
  ASSERT_TRUE(store().Release(second).value());
  EXPECT_EQ(Mark(third, "same"), Marked::kYes);
}

TEST_P(LedgerStoreTest, ATakenOverEntryIsStillARival) {
  Sending("r1", "same");
  Pass(kLease);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kTakenOver);
  EXPECT_EQ(Mark(ClaimOf(Started("r2")), "same"), Marked::kRival);
}

TEST_P(LedgerStoreTest, NoEntryIsItsOwnRival) {
  const Claim claim = Sending("r1", "same");
  EXPECT_EQ(Mark(claim, "same"), Marked::kYes);
}

TEST_P(LedgerStoreTest, RivalryIsWithinTheConnection) {
  Sending("r1", "same");
  BeginWrite begin = BeginOf("r1");
  begin.key.connection = "other";
  EXPECT_EQ(Mark(ClaimOf(Begin(begin).entry), "same"), Marked::kYes);
}

TEST_P(LedgerStoreTest, WithoutRivalryThereAreNoRivals) {
  Sending("r1");
  Sending("r2");
}

TEST_P(LedgerStoreTest, OneBookingIsAdoptedOnce) {
  ASSERT_EQ(Complete(Sending("r1"), "b1"), Completed::kYes);
  const Claim second = Sending("r2");
  EXPECT_EQ(Complete(second, "b1"), Completed::kAdoptedElsewhere);
  // Nothing was changed.
  EXPECT_EQ(Begin("r2").outcome, Outcome::kInProgress);
  EXPECT_EQ(Complete(second, "b2"), Completed::kYes);
}

TEST_P(LedgerStoreTest, AdoptionIsWithinTheConnection) {
  ASSERT_EQ(Complete(Sending("r1"), "b1"), Completed::kYes);
  BeginWrite begin = BeginOf("r1");
  begin.key.connection = "other";
  EXPECT_EQ(Complete(ClaimOf(Begin(begin).entry), "b1"), Completed::kYes);
}

TEST_P(LedgerStoreTest, ManyAdoptNothing) {
  EXPECT_EQ(Complete(Sending("r1")), Completed::kYes);
  EXPECT_EQ(Complete(Sending("r2")), Completed::kYes);
}

TEST_P(LedgerStoreTest, TellsWhatOthersHaveAdopted) {
  const Claim first = Sending("r1");
  ASSERT_EQ(Complete(first, "b1"), Completed::kYes);
  ASSERT_EQ(Complete(Sending("r2"), "b2"), Completed::kYes);
  const std::vector<std::string> asked = {"b1", "b2", "b3", ""};
  EXPECT_THAT(store().AdoptedElsewhere(Sending("r3"), asked).value(), ElementsAre("b1", "b2"));
  EXPECT_THAT(store().AdoptedElsewhere(first, asked).value(), ElementsAre("b2"));
  BeginWrite begin = BeginOf("r1");
  begin.key.connection = "other";
  EXPECT_THAT(store().AdoptedElsewhere(ClaimOf(Begin(begin).entry), asked).value(), IsEmpty());
}

TEST_P(LedgerStoreTest, TakesWhatWasAbandonedWithAllThatIsKnown) {
  const Claim first = Sending("r1");
  Pass(kLease);
  const std::vector<WriteEntry> taken =
      store().TakeAbandoned(absl::ZeroDuration(), kLease, 10).value();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].key.caller, "shop");
  EXPECT_EQ(taken[0].key.connection, "hotel");
  EXPECT_EQ(taken[0].key.operation, "CreateBooking");
  EXPECT_EQ(taken[0].key.request_id, "r1");
  EXPECT_EQ(taken[0].state, WriteState::kSending);
  EXPECT_EQ(taken[0].plan, "plan");
  EXPECT_EQ(taken[0].fence, first.fence + 1);
  ExpectLost(first);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
  EXPECT_EQ(Complete(ClaimOf(taken[0])), Completed::kYes);
}

TEST_P(LedgerStoreTest, AbandonedIsWhatNobodyAskedForSinceTheLeaseWasOver) {
  Started("r1");
  Pass(kLease + absl::Seconds(50));
  EXPECT_THAT(store().TakeAbandoned(absl::Minutes(1), kLease, 10).value(), IsEmpty());
  Pass(absl::Seconds(10));
  EXPECT_EQ(store().TakeAbandoned(absl::Minutes(1), kLease, 10).value().size(), 1u);
}

TEST_P(LedgerStoreTest, TakesAtMostTheLimitAndNothingTwice) {
  for (const char* const id : {"r1", "r2", "r3"}) Started(id);
  Pass(kLease);
  EXPECT_EQ(store().TakeAbandoned(absl::ZeroDuration(), kLease, 2).value().size(), 2u);
  EXPECT_EQ(replica().TakeAbandoned(absl::ZeroDuration(), kLease, 2).value().size(), 1u);
  EXPECT_THAT(store().TakeAbandoned(absl::ZeroDuration(), kLease, 2).value(), IsEmpty());
  EXPECT_THAT(store().TakeAbandoned(absl::ZeroDuration(), kLease, 0).value(), IsEmpty());
}

TEST_P(LedgerStoreTest, WhatEndedIsNotAbandoned) {
  Complete(Sending("r1"));
  ASSERT_TRUE(store().Release(Sending("r2")).value());
  Pass(kLease * 10);
  EXPECT_THAT(store().TakeAbandoned(absl::ZeroDuration(), kLease, 10).value(), IsEmpty());
}

TEST_P(LedgerStoreTest, PrunesWhatEndedLongAgo) {
  Complete(Sending("r1"), "b1");
  ASSERT_TRUE(store().Release(Sending("r2")).value());
  Pass(absl::Hours(23));
  EXPECT_EQ(store().Prune(absl::Hours(24)).value(), 0);
  Complete(Sending("r3"), "b3");
  Pass(absl::Hours(1));
  EXPECT_EQ(store().Prune(absl::Hours(24)).value(), 2);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kStarted);
  EXPECT_EQ(Begin("r2").entry.released, 0);
  EXPECT_EQ(Begin("r3").outcome, Outcome::kDone);
  EXPECT_THAT(store().AdoptedElsewhere({KeyOf("r9"), 1}, {"b1", "b3"}).value(), ElementsAre("b3"));
}

TEST_P(LedgerStoreTest, NeverPrunesWhatHasNotEnded) {
  Started("r1");
  Sending("r2");
  Pass(absl::Hours(1000));
  EXPECT_EQ(store().Prune(absl::Hours(24)).value(), 0);
  EXPECT_EQ(Begin("r2").outcome, Outcome::kTakenOver);
}

TEST_P(LedgerStoreTest, KeepsBytesAsTheyAre) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  const std::string large(size_t{1} << 20, '\xff');
  BeginWrite begin = BeginOf(all);
  begin.key.caller = all;
  begin.fingerprint = all;
  const Claim claim = ClaimOf(Begin(begin).entry);
  ASSERT_EQ(store().MarkSending(claim, MarkOf(all, all)).value(), Marked::kYes);
  Pass(kLease);
  const std::vector<WriteEntry> taken =
      store().TakeAbandoned(absl::ZeroDuration(), kLease, 1).value();
  ASSERT_EQ(taken.size(), 1u);
  EXPECT_EQ(taken[0].plan, all);
  EXPECT_EQ(taken[0].key.caller, all);
  EXPECT_EQ(taken[0].key.request_id, all);
  ASSERT_EQ(store().Complete(ClaimOf(taken[0]), {large, all}).value(), Completed::kYes);
  EXPECT_EQ(Begin(begin).entry.result, large);
  EXPECT_THAT(store().AdoptedElsewhere({KeyOf("r9"), 1}, {all}).value(), ElementsAre(all));
}

TEST_P(LedgerStoreTest, EndlessSpansAreHandled) {
  BeginWrite begin = BeginOf("r1");
  begin.lease = absl::InfiniteDuration();
  Begin(begin);
  EXPECT_EQ(Begin("r1").outcome, Outcome::kInProgress);
  Complete(Sending("r2"));
  EXPECT_EQ(store().Prune(absl::InfiniteDuration()).value(), 0);
  EXPECT_THAT(store().TakeAbandoned(absl::InfiniteDuration(), kLease, 1).value(), IsEmpty());
}

TEST_P(LedgerStoreTest, AReplicaSeesWhatAnotherDid) {
  const Claim claim = Sending("r1");
  EXPECT_EQ(replica().Begin(BeginOf("r1"))->outcome, Outcome::kInProgress);
  Pass(kLease);
  EXPECT_EQ(replica().Begin(BeginOf("r1"))->outcome, Outcome::kTakenOver);
  ExpectLost(claim);
}

TEST_P(LedgerStoreTest, GrantsCallsUntilTheQuotaIsSpent) {
  const auto claim = [this](int64_t calls) {
    return store().ClaimCalls({"barber", 202612, 10, calls}).value();
  };
  EXPECT_EQ(claim(0).used, 0);
  EXPECT_EQ(claim(4).granted, 4);
  EXPECT_EQ(claim(4).used, 8);
  EXPECT_EQ(claim(4).granted, 2);
  const QuotaShare spent = claim(4);
  EXPECT_EQ(spent.granted, 0);
  EXPECT_EQ(spent.used, 10);
  EXPECT_EQ(claim(-3).used, 7);
  EXPECT_EQ(claim(4).granted, 3);
}

TEST_P(LedgerStoreTest, AFirstClaimAboveTheQuotaIsCut) {
  EXPECT_EQ(store().ClaimCalls({"barber", 202612, 10, 11})->granted, 10);
  EXPECT_EQ(store().ClaimCalls({"spa", 202612, 10, -1})->used, 0) << "nothing was taken";
}

TEST_P(LedgerStoreTest, AQuotaThatWasLoweredGrantsNothingMore) {
  store().ClaimCalls({"barber", 202612, 10, 8}).IgnoreError();
  const QuotaShare share = store().ClaimCalls({"barber", 202612, 5, 1}).value();
  EXPECT_EQ(share.granted, 0);
  EXPECT_EQ(share.used, 8);
}

TEST_P(LedgerStoreTest, MonthsAndConnectionsAreCountedApartAndReplicasTogether) {
  EXPECT_EQ(store().ClaimCalls({"barber", 202612, 10, 8})->granted, 8);
  EXPECT_EQ(store().ClaimCalls({"barber", 202701, 10, 8})->granted, 8);
  EXPECT_EQ(store().ClaimCalls({"spa", 202612, 10, 8})->granted, 8);
  EXPECT_EQ(replica().ClaimCalls({"barber", 202612, 10, 8})->granted, 2);
}

}  // namespace
}  // namespace bookings::testing
