// Faults around writes: whether the vendor acts, when it does, and what the journal tells of it.
#include <string>
#include <vector>

#include "tests/sandbox/jicoo_fixture.h"

namespace bookings::sandbox {
namespace {

class FaultsOfWritesTest : public JicooWriteFixture {
 protected:
  // How many creates were committed under the fault; the caller must not get the vendor's answer.
  size_t CommittedUnder(const Json& fault) {
    SetFault(fault);
    EXPECT_NE(Create(Booking()).status, 201) << fault;
    return JournalEntries().size();
  }

  static Json Fault(const std::string& kind, int delay_ms) {
    return {{"path", "^POST /v1/bookings$"}, {"kind", kind}, {"delay_ms", delay_ms}};
  }
};

TEST_F(FaultsOfWritesTest, SomeFaultsKeepTheVendorFromActing) {
  for (const char* kind : {"status", "reset", "html", "silent"}) {
    EXPECT_EQ(CommittedUnder(Fault(kind, 20)), 0u) << kind;
  }
}

TEST_F(FaultsOfWritesTest, OthersOnlyHideThatItActed) {
  for (const char* kind : {"status_after", "reset_after", "silent_after", "stall"}) {
    CreateAccount({{"bookings", 3}});
    EXPECT_EQ(CommittedUnder(Fault(kind, 20)), 1u) << kind;
  }
}

TEST_F(FaultsOfWritesTest, ALateWriteIsCommittedWhenTheCallerHasLooked) {
  // The reset comes after half a second, the commit half a second later.
  EXPECT_EQ(CommittedUnder(Fault("late", 1000)), 0u);
  EXPECT_EQ(RoomAtFree(kLesson), 1);
  while (JournalEntries().empty()) {
  }
  EXPECT_EQ(RoomAtFree(kLesson), -1);
}

TEST_F(FaultsOfWritesTest, StoppingDoesNotWaitForLateWrites) {
  SetFault(Fault("late", 600'000));
  client().set_read_timeout(0, 20'000);
  EXPECT_EQ(Create(Booking()).status, 0);
}

TEST_F(FaultsOfWritesTest, TheJournalCanBeClearedAndCountsOn) {
  CreatedUid();
  Control("DELETE", "/journal");
  EXPECT_TRUE(JournalEntries().empty());
  CreatedUid(Booking(kLesson, kLater));
  EXPECT_EQ(JournalEntries()[0]["seq"], 2);
}

}  // namespace
}  // namespace bookings::sandbox
