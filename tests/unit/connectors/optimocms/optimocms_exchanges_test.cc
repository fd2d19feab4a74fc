// The recorded exchanges; tests/contract replays them too, with all other vendors'.
#include "connectors/optimocms/optimocms_connector.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"

namespace bookings::optimocms {
namespace {

TEST(OptimocmsExchanges, AreKept) {
  const auto recordings = testing::RecordingsOf("optimocms");
  EXPECT_FALSE(recordings.empty());
  for (const auto& recording : recordings) {
    EXPECT_EQ(testing::Replay(recording.folder, &MakeConnector), "") << recording.scenario;
  }
}

}  // namespace
}  // namespace bookings::optimocms
