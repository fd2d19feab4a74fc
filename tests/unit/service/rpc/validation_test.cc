// Every rule for requests that holds for all vendors.
#include "service/rpc/validation.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kReadable = {"berlin", "paris"};

v1::ListBookingsRequest Request(const std::string& text) {
  v1::ListBookingsRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
  return request;
}

std::vector<std::string> PathsOf(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

std::vector<std::string> Broken(const std::string& text) {
  return PathsOf(CheckListBookings(Request(text), kReadable));
}

TEST(ListValidation, AcceptsAnEmptyRequest) { EXPECT_THAT(Broken(""), IsEmpty()); }

TEST(ListValidation, AcceptsEveryFieldWellFormed) {
  EXPECT_THAT(Broken(R"pb(
                connections: "connections/paris"
                filter {
                  statuses: BOOKING_STATUS_CONFIRMED
                  statuses: BOOKING_STATUS_UNKNOWN
                  start_time {
                    from { seconds: 1 }
                    to { seconds: 1 nanos: 1 }
                  }
                  create_time { from { seconds: -62135596800 } }
                  update_time { to { seconds: 253402300799 nanos: 999999999 } }
                  stay { from: "2028-02-28" to: "2028-02-29" }
                  customer_emails: "a@b.c"
                  vendor_filter {
                    fields {
                      key: "upcoming"
                      value { bool_value: true }
                    }
                  }
                }
                order_by: ORDER_BY_CREATE_TIME_DESC
                page_size: 1000000
                limit: 7
                view: BOOKING_VIEW_FULL
              )pb"),
              IsEmpty());
}

TEST(ListValidation, RefusesMalformedConnections) {
  EXPECT_THAT(Broken("connections: 'paris' connections: 'connections/Paris' connections: ''"),
              ElementsAre("connections[0]", "connections[1]", "connections[2]"));
}

TEST(ListValidation, RefusesAConnectionNamedTwice) {
  EXPECT_THAT(Broken("connections: 'connections/paris' connections: 'connections/paris'"),
              ElementsAre("connections[1]"));
}

TEST(ListValidation, RefusesTooManyConnections) {
  v1::ListBookingsRequest request;
  for (int i = 0; i <= kMaxListConnections; ++i) {
    request.add_connections(absl::StrCat("connections/c", i));
  }
  EXPECT_THAT(PathsOf(CheckListBookings(request, kReadable)), ElementsAre("connections"));
  request.mutable_connections()->RemoveLast();
  EXPECT_THAT(CheckListBookings(request, kReadable), IsEmpty());
}

TEST(ListValidation, CountsTheConnectionsOfARequestForAll) {
  const std::vector<std::string> many(kMaxListConnections + 1, "c");
  EXPECT_THAT(PathsOf(CheckListBookings({}, many)), ElementsAre("connections"));
}

TEST(ListValidation, RefusesNegativeSizes) {
  EXPECT_THAT(Broken("page_size: -1 limit: -1"), ElementsAre("page_size", "limit"));
}

TEST(ListValidation, RefusesNumbersThatAreNoEnumValue) {
  EXPECT_THAT(Broken("order_by: 99 view: 99"), ElementsAre("order_by", "view"));
}

TEST(ListValidation, RefusesStatusesUnspecifiedOrUnknown) {
  EXPECT_THAT(Broken("filter { statuses: [BOOKING_STATUS_UNSPECIFIED, BOOKING_STATUS_DRAFT, 77] }"),
              ElementsAre("filter.statuses[0]", "filter.statuses[2]"));
}

class RangeValidation : public testing::TestWithParam<std::string> {};

TEST_P(RangeValidation, RefusesInvertedAndEmptyRanges) {
  const std::string path = absl::StrCat("filter.", GetParam(), ".to");
  for (const char* to : {"to { seconds: 9 }", "to { seconds: 10 }"}) {
    EXPECT_THAT(
        Broken(absl::StrCat("filter { ", GetParam(), " { from { seconds: 10 } ", to, " } }")),
        ElementsAre(path));
  }
}

TEST_P(RangeValidation, RefusesInstantsThatATimestampCannotHold) {
  const std::string path = absl::StrCat("filter.", GetParam());
  const std::string text = absl::StrCat(
      "filter { ", GetParam(), " { from { seconds: -62135596801 } to { nanos: 1000000000 } } }");
  EXPECT_THAT(Broken(text), ElementsAre(path + ".from", path + ".to"));
  EXPECT_THAT(Broken(absl::StrCat("filter { ", GetParam(), " { to { nanos: -1 } } }")),
              ElementsAre(path + ".to"));
  EXPECT_THAT(Broken(absl::StrCat("filter { ", GetParam(), " { to { seconds: 253402300800 } } }")),
              ElementsAre(path + ".to"));
}

INSTANTIATE_TEST_SUITE_P(AllRanges, RangeValidation,
                         testing::Values("start_time", "end_time", "create_time", "update_time"));

TEST(ListValidation, RefusesStaysThatAreInvertedOrNoDates) {
  EXPECT_THAT(Broken("filter { stay { from: '2026-12-05' to: '2026-12-05' } }"),
              ElementsAre("filter.stay.to"));
  EXPECT_THAT(Broken("filter { stay { from: '2026-02-29' to: 'tomorrow' } }"),
              ElementsAre("filter.stay.from", "filter.stay.to"));
}

class TextListValidation : public testing::TestWithParam<std::string> {};

TEST_P(TextListValidation, RefusesEmptyValues) {
  EXPECT_THAT(Broken(absl::StrCat("filter { ", GetParam(), ": ['x', ''] }")),
              ElementsAre(absl::StrCat("filter.", GetParam(), "[1]")));
}

INSTANTIATE_TEST_SUITE_P(AllLists, TextListValidation,
                         testing::Values("customer_emails", "customer_ids", "service_ids",
                                         "staff_ids", "location_ids", "session_ids", "schedule_ids",
                                         "references"));

TEST(ListValidation, AcceptsVendorFilterForExactlyOneConnectionOnly) {
  const std::string filter = "filter { vendor_filter { fields { key: 'x' value {} } } }";
  EXPECT_THAT(Broken(filter), ElementsAre("filter.vendor_filter"));
  EXPECT_THAT(Broken(filter + "connections: ['connections/paris', 'connections/berlin']"),
              ElementsAre("filter.vendor_filter"));
  EXPECT_THAT(Broken(filter + "connections: 'connections/paris'"), IsEmpty());
  EXPECT_THAT(CheckListBookings(Request(filter), {"paris"}), IsEmpty());
}

TEST(ListValidation, ReportsAllViolationsAtOnce) {
  EXPECT_THAT(Broken(R"pb(
                connections: "x"
                filter {
                  statuses: BOOKING_STATUS_UNSPECIFIED
                  end_time {
                    from { seconds: 2 }
                    to { seconds: 1 }
                  }
                  staff_ids: ""
                }
                order_by: 50
                page_size: -5
                limit: -6
              )pb"),
              ElementsAre("connections[0]", "filter.statuses[0]", "filter.end_time.to",
                          "filter.staff_ids[0]", "order_by", "page_size", "limit"));
}

TEST(ListValidation, NamesUnknownConnections) {
  const auto request = Request("connections: ['connections/paris', 'connections/rome', '?']");
  EXPECT_THAT(PathsOf(UnknownConnections(request, kReadable)), ElementsAre("connections[1]"));
}

TEST(ListResolution, EmptyMeansAllAndNamesAreSorted) {
  EXPECT_THAT(ResolveConnections({}, kReadable), ElementsAre("berlin", "paris"));
  EXPECT_THAT(ResolveConnections(Request("connections: ['connections/z', 'connections/a']"), {}),
              ElementsAre("a", "z"));
}

TEST(ListResolution, PageSizeHasADefaultAndACap) {
  EXPECT_EQ(EffectivePageSize(Request("")), 50);
  EXPECT_EQ(EffectivePageSize(Request("page_size: 7")), 7);
  EXPECT_EQ(EffectivePageSize(Request("page_size: 1001")), 1000);
}

TEST(GetValidation, RefusesMalformedNamesAndViews) {
  v1::GetBookingRequest request;
  EXPECT_THAT(PathsOf(CheckGetBooking(request)), ElementsAre("name"));
  request.set_name("connections/paris/bookings/a%2Fb");
  EXPECT_THAT(CheckGetBooking(request), IsEmpty());
  request.set_name("connections/paris/bookings/a/b");
  request.set_view(static_cast<v1::BookingView>(9));
  EXPECT_THAT(PathsOf(CheckGetBooking(request)), ElementsAre("name", "view"));
  request = {};
  request.set_name("connections/paris/bookings/" + std::string(kMaxNameBytes, 'x'));
  EXPECT_THAT(PathsOf(CheckGetBooking(request)), ElementsAre("name"));
}

TEST(NameValidation, ReportsUnderTheGivenPath) {
  EXPECT_THAT(PathsOf(CheckConnectionName("paris", "connection")), ElementsAre("connection"));
  EXPECT_THAT(CheckConnectionName("connections/paris", "connection"), IsEmpty());
  EXPECT_THAT(PathsOf(CheckBookingName("", "booking.name")), ElementsAre("booking.name"));
}

}  // namespace
}  // namespace bookings
