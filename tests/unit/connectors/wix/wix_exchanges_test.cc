// Replays the recorded exchanges of Wix: the expectation of each was written by hand from wix.md.
#include <ostream>
#include <string>

#include "connectors/wix/wix_connector.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"

namespace bookings::testing {

// How GoogleTest names a recording.
void PrintTo(const Recording& recording, std::ostream* out) { *out << recording.folder; }

namespace {

class WixExchange : public ::testing::TestWithParam<Recording> {};

TEST_P(WixExchange, IsKept) { EXPECT_EQ(Replay(GetParam().folder, wix::MakeConnector), ""); }

std::string NameOf(const ::testing::TestParamInfo<Recording>& info) {
  return info.param.suite + "_" + info.param.scenario;
}

INSTANTIATE_TEST_SUITE_P(All, WixExchange, ::testing::ValuesIn(RecordingsOf("wix")), NameOf);

}  // namespace
}  // namespace bookings::testing
