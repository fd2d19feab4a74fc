// The recorded exchanges of both modes; tests/contract replays them too, with all other vendors'.
#include "connectors/tiquo/tiquo_connector.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"

namespace bookings::tiquo {
namespace {

TEST(TiquoExchanges, AreKept) {
  const auto recordings = testing::RecordingsOf("tiquo");
  EXPECT_FALSE(recordings.empty());
  for (const auto& recording : recordings) {
    EXPECT_EQ(testing::Replay(recording.folder, &MakeConnector), "")
        << recording.suite << "/" << recording.scenario;
  }
}

}  // namespace
}  // namespace bookings::tiquo
