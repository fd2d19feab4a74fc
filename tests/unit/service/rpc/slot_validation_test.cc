// Every rule for ListSlots that holds for all vendors.
#include "service/rpc/slot_validation.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kRange[] = R"pb(
  connection: "connections/spa"
  service_id: "cut"
  time_range {
    from { seconds: 1800000000 }
    to { seconds: 1800086400 }
  })pb";

v1::ListSlotsRequest SlotsRequest(const std::string& text) {
  v1::ListSlotsRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

std::vector<std::string> BrokenSlots(const v1::ListSlotsRequest& request) {
  std::vector<std::string> paths;
  for (const Violation& violation : CheckListSlots(request)) paths.push_back(violation.path);
  return paths;
}

// With `more` merged into a request that is well-formed.
std::vector<std::string> BrokenWith(const std::string& more) {
  v1::ListSlotsRequest request = SlotsRequest(kRange);
  request.MergeFrom(SlotsRequest(more));
  return BrokenSlots(request);
}

TEST(SlotValidation, AcceptsEveryFieldWellFormed) {
  EXPECT_THAT(BrokenWith(R"pb(staff_ids: "a"
                              location_ids: "b"
                              party_size: 3
                              time_zone: "Europe/Prague"
                              include_unavailable: true
                              page_size: 5000)pb"),
              IsEmpty());
}

TEST(SlotValidation, NightsNeedNoService) {
  EXPECT_THAT(
      BrokenSlots(SlotsRequest(R"pb(connection: "connections/inn"
                                    date_range { from: "2027-01-01" to: "2028-01-02" })pb")),
      IsEmpty());
}

TEST(SlotValidation, NamesEverythingThatIsMissing) {
  EXPECT_THAT(BrokenSlots({}), ElementsAre("connection", "service_id", "when"));
  EXPECT_THAT(BrokenSlots(SlotsRequest(R"pb(connection: "connections/a"
                                            service_id: "s"
                                            time_range {})pb")),
              ElementsAre("time_range.from", "time_range.to"));
  EXPECT_THAT(BrokenSlots(SlotsRequest(R"pb(connection: "connections/a"
                                            date_range {})pb")),
              ElementsAre("date_range.from", "date_range.to"));
}

TEST(SlotValidation, RangesEndBehindTheirStartAndWithinAYear) {
  EXPECT_THAT(BrokenWith("time_range { to { seconds: 1800000000 } }"),
              ElementsAre("time_range.to"));
  EXPECT_THAT(BrokenWith("time_range { to { seconds: 1831622400 } }"), IsEmpty());
  EXPECT_THAT(BrokenWith("time_range { to { seconds: 1831622401 } }"),
              ElementsAre("time_range.to"));
  EXPECT_THAT(BrokenWith("time_range { to { seconds: 300000000000 } }"),
              ElementsAre("time_range.to"));
  EXPECT_THAT(BrokenWith(R"pb(date_range { from: "2027-01-01" to: "2028-01-03" })pb"),
              ElementsAre("date_range.to"));
  EXPECT_THAT(BrokenWith(R"pb(date_range { from: "2027-02-29" to: "2027-03-01" })pb"),
              ElementsAre("date_range.from"));
}

TEST(SlotValidation, NamesEveryFieldThatIsMalformed) {
  EXPECT_THAT(
      BrokenWith(
          R"pb(staff_ids: "" location_ids: "" party_size: -1 time_zone: "Prague" page_size: -1)pb"),
      ElementsAre("staff_ids[0]", "location_ids[0]", "party_size", "time_zone", "page_size"));
}

TEST(SlotValidation, PageSizesAreDefaultedAndCoerced) {
  EXPECT_EQ(EffectivePageSize(SlotsRequest("")), 100);
  EXPECT_EQ(EffectivePageSize(SlotsRequest("page_size: 7")), 7);
  EXPECT_EQ(EffectivePageSize(SlotsRequest("page_size: 1001")), 1000);
}

}  // namespace
}  // namespace bookings
