// The ids and seals of entries, and the numbers of states.
#include "service/ledger/entry_seals.h"

#include <gtest/gtest.h>

#include <set>

#include "service/ledger/states.h"
#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {
namespace {

TEST(EntryId, TellsApartWhatReadsTheSameWhenJoined) {
  const std::set<std::string> ids = {
      EntryIdOf({"a", "b", "c", "d"}),   EntryIdOf({"ab", "", "c", "d"}),
      EntryIdOf({"", "ab", "c", "d"}),   EntryIdOf({"a", "b", "cd", ""}),
      EntryIdOf({"a1:b", "", "c", "d"}), EntryIdOf({"d", "c", "b", "a"}),
  };
  EXPECT_EQ(ids.size(), 6u);
  EXPECT_EQ(ids.begin()->size(), 32u);
}

TEST(EntrySeals, AreBoundToEntryAndColumn) {
  const EntrySeals seals(KeyRing(Keys(), kLedgerKeyPurpose));
  const std::string sealed = seals.Seal("text", "entry", SealedColumn::kPlan).value();
  EXPECT_EQ(seals.Open(sealed, "entry", SealedColumn::kPlan), "text");
  EXPECT_FALSE(seals.Open(sealed, "another", SealedColumn::kPlan));
  EXPECT_FALSE(seals.Open(sealed, "entry", SealedColumn::kResult));
  EXPECT_FALSE(seals.Open(sealed, "entry", SealedColumn::kKey));
  EXPECT_FALSE(
      EntrySeals(KeyRing(Keys(), "another purpose")).Open(sealed, "entry", SealedColumn::kPlan));
}

TEST(EntrySeals, NothingStaysNothing) {
  const EntrySeals seals(KeyRing(Keys(), kLedgerKeyPurpose));
  EXPECT_EQ(seals.Seal("", "entry", SealedColumn::kPlan), "");
  EXPECT_EQ(seals.Open("", "entry", SealedColumn::kPlan), "");
}

TEST(EntrySeals, OpenOnlyWholeKeys) {
  const EntrySeals seals(KeyRing(Keys(), kLedgerKeyPurpose));
  const auto opens = [&](const std::string& text) {
    return seals.OpenKey(*seals.Seal(text, "entry", SealedColumn::kKey), "entry").has_value();
  };
  EXPECT_TRUE(opens("1:a2:bc0:1:d"));
  for (const char* const broken :
       {"1:a2:bc0:", "1:a2:bc0:1:d1:e", "1:a2:bc0:2:d", "1:a2:bc0:1:dx", "x", "1", "9:a"}) {
    EXPECT_FALSE(opens(broken)) << broken;
  }
  EXPECT_FALSE(seals.OpenKey("", "entry"));
}

TEST(StateNumbers, LeadBothWays) {
  std::set<int64_t> numbers;
  for (const WriteState state :
       {WriteState::kIntent, WriteState::kSending, WriteState::kDone, WriteState::kReleased}) {
    EXPECT_EQ(StateOf(NumberOf(state)), state);
    numbers.insert(NumberOf(state));
  }
  // As the SQL has them (queries.cc).
  EXPECT_EQ(numbers, (std::set<int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(NumberOf(WriteState::kSending), 2);
  EXPECT_FALSE(StateOf(0));
  EXPECT_FALSE(StateOf(5));
}

}  // namespace
}  // namespace bookings::testing
