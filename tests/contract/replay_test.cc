// The replay of recordings notices every kind of difference: a suite that cannot fail proves
// nothing. Works on copies of one of Jicoo's recordings.
#include "tests/support/replay.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "connectors/jicoo/jicoo_connector.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/recording.h"

namespace bookings::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class ReplayTest : public ::testing::Test {
 protected:
  void SetUp() override { Take("first_page"); }
  void TearDown() override { fs::remove_all(folder_); }

  // Works on a copy of that scenario from here on.
  void Take(std::string_view scenario) {
    for (const Recording& recording : RecordingsOf("jicoo")) {
      if (recording.scenario != scenario) continue;
      folder_ = fs::path(::testing::TempDir()) /
                ::testing::UnitTest::GetInstance()->current_test_info()->name();
      fs::remove_all(folder_);
      fs::copy(recording.folder, folder_);
    }
    ASSERT_FALSE(folder_.empty());
  }

  // Replaces what stands at the pointer in one of the recording's files.
  void Change(const std::string& file, const std::string& pointer, const json& value) {
    absl::StatusOr<json> content = ReadJsonFile(folder_ / file);
    ASSERT_TRUE(content.ok()) << content.status();
    (*content)[json::json_pointer(pointer)] = value;
    std::ofstream(folder_ / file) << *content;
  }

  std::string Problems() const { return Replay(folder_, jicoo::MakeConnector); }

  fs::path folder_;
};

TEST_F(ReplayTest, FindsNothingInARecordingThatIsKept) { EXPECT_EQ(Problems(), ""); }

TEST_F(ReplayTest, FindsAnotherTarget) {
  Change("1_request.json", "/target", "/v1/bookings");
  EXPECT_THAT(Problems(),
              HasSubstr("/target: expected \"/v1/bookings\", got \"/v1/bookings?page="));
}

TEST_F(ReplayTest, FindsAHeaderThatIsNotSent) {
  Change("1_request.json", "/headers", {{"Accept", "text/html"}});
  EXPECT_THAT(Problems(), HasSubstr("/headers/Accept: expected \"text/html\", got nothing"));
}

TEST_F(ReplayTest, FindsAnotherFieldOfABooking) {
  Change("expected.json", "/page/bookings/0/title", "Another lesson");
  EXPECT_THAT(
      Problems(),
      HasSubstr("/page/bookings/0/title: expected \"Another lesson\", got \"Trial lesson\""));
}

TEST_F(ReplayTest, FindsAFieldThatIsNotExpected) {
  Change("1_response.json", "/body/data/0/description", "News");
  EXPECT_THAT(Problems(),
              HasSubstr("/page/bookings/0/description: not expected, but got \"News\""));
}

TEST_F(ReplayTest, FindsABookingTooMany) {
  Change("expected.json", "/page/bookings", json::array());
  EXPECT_THAT(Problems(), HasSubstr("/page/bookings/-: not expected"));
}

TEST_F(ReplayTest, FindsAnotherEtagWhereOneIsExpected) {
  Change("expected.json", "/page/bookings/0/etag", "0123456789abcdef");
  EXPECT_THAT(Problems(), HasSubstr("/page/bookings/0/etag: expected \"0123456789abcdef\""));
}

TEST_F(ReplayTest, FindsAnotherCursor) {
  Change("expected.json", "/page/nextCursor", nullptr);
  EXPECT_THAT(Problems(), HasSubstr("/page/nextCursor: not expected, but got \"2\""));
}

TEST_F(ReplayTest, FindsAnErrorInPlaceOfAPage) {
  Change("1_response.json", "/status", 503);
  EXPECT_THAT(Problems(), HasSubstr("VENDOR_UNAVAILABLE"));
}

TEST_F(ReplayTest, FindsAnExchangeThatIsNotMade) {
  fs::copy_file(folder_ / "1_request.json", folder_ / "2_request.json");
  EXPECT_THAT(Problems(), HasSubstr("exchange 2 is recorded but was not made"));
}

TEST_F(ReplayTest, FindsAnExchangeThatIsNotRecorded) {
  fs::remove(folder_ / "1_request.json");
  EXPECT_THAT(Problems(), HasSubstr("1_request.json: cannot be read"));
}

TEST_F(ReplayTest, FindsAnotherSlot) {
  Take("slots");
  EXPECT_EQ(Problems(), "");
  Change("2_response.json", "/body/data/0/remainingCapacity", 2);
  EXPECT_THAT(Problems(), HasSubstr("/slots/0/slot/capacityLeft: expected 1, got 2"));
}

TEST_F(ReplayTest, FindsAnExpectationThatIsNoSlot) {
  Take("slots");
  Change("expected.json", "/slots/0/slot/capacity", 1);
  EXPECT_THAT(Problems(), HasSubstr("expected slot: "));
}

TEST_F(ReplayTest, FindsAnotherBodyOfACreation) {
  Take("create");
  EXPECT_EQ(Problems(), "");
  Change("1_request.json", "/body/name", "Mika");
  EXPECT_THAT(Problems(), HasSubstr("/body/name: expected \"Mika\", got \"Mika Sato\""));
}

TEST_F(ReplayTest, FindsAnExpectationThatIsNoBooking) {
  Change("expected.json", "/page/bookings/0/tittle", "x");
  EXPECT_THAT(Problems(), HasSubstr("expected booking: "));
}

}  // namespace
}  // namespace bookings::testing
