// The form of log lines.
#include "service/observability/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

#include "connectors/api/json.h"

namespace bookings {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LogTest : public testing::Test {
 protected:
  LogTest()
      : logger_(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(out_))) {
    logger_->set_pattern("%v");
  }
  Log MakeLog() const { return Log(logger_); }

  std::ostringstream out_;
  std::shared_ptr<spdlog::logger> logger_;
};

TEST_F(LogTest, EventIsOneJsonObjectPerLine) {
  MakeLog().Event(LogLevel::kWarning, "secret_file",
                  {{"path", "a \"b\"\n{}"}, {"count", int64_t{3}}});
  const std::string line = out_.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto document = json::Document::Parse(line);
  ASSERT_TRUE(document.ok()) << line;
  EXPECT_EQ(document->root()["level"].AsString(), "warning");
  EXPECT_EQ(document->root()["event"].AsString(), "secret_file");
  EXPECT_EQ(document->root()["path"].AsString(), "a \"b\"\n{}");
  EXPECT_EQ(document->root()["count"].AsInt64(), 3);
  EXPECT_TRUE(document->root()["time"].AsString().has_value());
}

TEST_F(LogTest, RpcTellsItsOutcomeAndCounts) {
  FinishedRpc rpc;
  rpc.rpc = "ListBookings";
  rpc.request_id = "r-1";
  rpc.connections = {"paris", "rome"};
  rpc.code = absl::StatusCode::kUnavailable;
  rpc.reason = "VENDOR_UNAVAILABLE";
  rpc.duration = absl::Milliseconds(1234);
  rpc.pages = 2;
  rpc.bookings = 99;
  MakeLog().Rpc(rpc);
  EXPECT_THAT(out_.str(), HasSubstr(R"("event":"rpc","rpc":"ListBookings","request_id":"r-1",)"
                                    R"("connections":["paris","rome"],"connection_count":2,)"
                                    R"("code":"UNAVAILABLE","reason":"VENDOR_UNAVAILABLE",)"
                                    R"("duration_ms":1234,"pages":2,"bookings":99})"));
}

TEST_F(LogTest, FaultsOfTheGatewayAreErrors) {
  FinishedRpc rpc;
  rpc.code = absl::StatusCode::kInternal;
  MakeLog().Rpc(rpc);
  EXPECT_THAT(out_.str(), HasSubstr(R"("level":"error")"));
}

TEST_F(LogTest, LongListsOfConnectionsAreCutAndCounted) {
  FinishedRpc rpc;
  rpc.connections.assign(200, "somewhere");
  rpc.connections.back() = "the-last";
  MakeLog().Rpc(rpc);
  EXPECT_THAT(out_.str(), HasSubstr(R"("connection_count":200)"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("the-last")));
}

}  // namespace
}  // namespace bookings
