// Where spans may go.
#include "service/config/check_tracing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/config/checked_config.h"
#include "tests/unit/service/config/config_text.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kNotHostAndPort[] =
    "tracing.collector (line 1): must be host:port with a port from 1 to 65535";
constexpr char kNoShare[] = "tracing.sample_ratio (line 1): must be between 0 and 1";

class CheckTracingTest : public testing::Test {
 protected:
  CheckTracingTest() {
    setenv("TOKEN_KEY", std::string(32, 'k').c_str(), 1);
    setenv("API_KEY", "hush", 1);
  }

  // The good configuration with this `tracing`.
  static CheckedConfig Read(const std::string& tracing) {
    return ReadConfigText(absl::StrCat("tracing: ", tracing, kGoodConfig), kFakeConnectors);
  }
  static std::vector<std::string> ProblemsOf(const std::string& tracing) {
    return Read(tracing).problems;
  }
};

TEST_F(CheckTracingTest, TakesACollectorOnAnyHost) {
  for (const char* const address :
       {"collector:4317", "otel.example.com:1", "127.0.0.1:65535", "[::1]:4317", "dns_1:4317"}) {
    EXPECT_THAT(ProblemsOf(absl::StrCat("{collector: \"", address, "\"}")), IsEmpty()) << address;
  }
}

TEST_F(CheckTracingTest, NeedsACollector) {
  EXPECT_THAT(ProblemsOf("{sample_ratio: 1}"),
              ElementsAre("tracing.collector (line 1): is required"));
}

TEST_F(CheckTracingTest, RefusesWhatIsNoHostAndPort) {
  for (const char* const address :
       {"collector", ":4317", "[]:4317", "collector:", "collector:0", "collector:65536",
        "collector:-1", "collector:x", "http://collector:4317", "unix:/run/collector:1", "::1:4317",
        "a b:4317", "[::1:4317"}) {
    EXPECT_THAT(ProblemsOf(absl::StrCat("{collector: \"", address, "\"}")),
                ElementsAre(kNotHostAndPort))
        << address;
  }
}

TEST_F(CheckTracingTest, RefusesARatioThatIsNoShare) {
  for (const char* const ratio : {"-0.01", "1.01", "100", "inf", "nan"}) {
    EXPECT_THAT(ProblemsOf(absl::StrCat("{collector: \"a:1\", sample_ratio: ", ratio, "}")),
                ElementsAre(kNoShare))
        << ratio;
  }
  for (const char* const ratio : {"\"0.5\"", "half", "5%"}) {
    EXPECT_THAT(ProblemsOf(absl::StrCat("{collector: \"a:1\", sample_ratio: ", ratio, "}")),
                ElementsAre("tracing.sample_ratio (line 1): must be a number"))
        << ratio;
  }
}

TEST_F(CheckTracingTest, ReadsTheRatioOrItsDefault) {
  struct Case {
    const char* ratio;
    double read;
  };
  for (const Case& one :
       {Case{"", kDefaultSampleRatio}, Case{", sample_ratio: 0", 0}, Case{", sample_ratio: 1", 1},
        Case{", sample_ratio: 0.25", 0.25}, Case{", sample_ratio: 1e-3", 0.001}}) {
    const CheckedConfig checked = Read(absl::StrCat("{collector: \"a:1\"", one.ratio, "}"));
    EXPECT_THAT(checked.problems, IsEmpty()) << one.ratio;
    EXPECT_EQ(SampleRatioOf(checked.config.tracing()), one.read) << one.ratio;
  }
}

TEST_F(CheckTracingTest, ClearTextIsForLoopbackOrWhereItIsMeant) {
  struct Case {
    const char* tracing;
    bool clear_text;
  };
  for (const Case& one :
       {Case{"{collector: \"collector:4317\"}", false},
        Case{"{collector: \"10.0.0.1:4317\"}", false},
        Case{"{collector: \"127.0.0.1:4317\"}", true},
        Case{"{collector: \"localhost:4317\"}", true}, Case{"{collector: \"[::1]:4317\"}", true},
        Case{"{collector: \"collector:4317\", insecure: true}", true}}) {
    EXPECT_EQ(IsCollectorInClearText(Read(one.tracing).config.tracing()), one.clear_text)
        << one.tracing;
  }
}

}  // namespace
}  // namespace bookings
