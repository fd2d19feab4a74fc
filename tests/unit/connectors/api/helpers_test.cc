// The small helpers that every connector builds on: cursors, refusals, capabilities, configuration
// checks, and how deep a vendor's object may nest.
#include <string>

#include "connectors/api/capabilities.h"
#include "connectors/api/config_check.h"
#include "connectors/api/cursor.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/refusal.h"
#include "connectors/api/url.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;

TEST(NumberCursor, IsTheFirstNumberWhereEmpty) {
  EXPECT_EQ(*ReadNumberCursor("", 1), 1);
  EXPECT_EQ(*ReadNumberCursor("", 0), 0);
  EXPECT_EQ(*ReadNumberCursor("999999999", 1), 999'999'999);
}

TEST(NumberCursor, IsRefusedWhereItCannotBeOurs) {
  for (const char* cursor : {"0", "-1", "+1", " 1", "1 ", "1e3", "1000000000", "x", "\xFF"}) {
    const absl::Status status = ReadNumberCursor(cursor, 1).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << cursor;
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << cursor;
  }
}

TEST(PageCursor, NamesTheSizeOnlyWhereItIsNotTheFullOne) {
  EXPECT_EQ(FormatPageCursor({3, 50}, 50), "3");
  EXPECT_EQ(FormatPageCursor({3, 49}, 50), "3/49");
  for (const char* cursor : {"3", "3/49"}) {
    EXPECT_EQ(FormatPageCursor(*ReadPageCursor(cursor, 50), 50), cursor);
  }
  EXPECT_EQ(ReadPageCursor("", 50)->number, 1);
  EXPECT_EQ(ReadPageCursor("", 50)->size, 50);
  for (const char* cursor : {"0", "/", "3/", "/49", "3/0", "3/50", "3/51", "3/49/1", "x"}) {
    EXPECT_EQ(ReasonOf(ReadPageCursor(cursor, 50).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << cursor;
  }
}

TEST(PageHolding, HoldsTheRowAndReachesBehindIt) {
  for (int full_size : {50, 100, 500}) {
    for (int64_t row = 0; row < 3'000; ++row) {
      const NumberedPage page = PageHolding(row, full_size);
      const PageNumber number = *ReadPageCursor(page.cursor, full_size);
      EXPECT_EQ(page.first_row, (number.number - 1) * number.size);
      EXPECT_EQ(page.rows, number.size);
      ASSERT_LE(page.first_row, row);
      ASSERT_GT(page.first_row + page.rows, row + 1) << full_size << ' ' << row;
    }
  }
  EXPECT_EQ(PageHolding(0, 50).cursor, "1");
  EXPECT_EQ(PageHolding(49, 50).cursor, "2/49");
}

TEST(Refusal, CarriesCodesOnlyAndNoText) {
  const HttpResponse response{
      429, {{"retry-after", "7"}, {"X-Request-Id", "req-1"}, {"X-Text", "Ana Silva"}}, ""};
  const VendorRefusal refusal = ReadRefusal(response, "too_many", "x-request-id");
  EXPECT_EQ(refusal.http_status, 429);
  EXPECT_EQ(refusal.code, "too_many");
  EXPECT_EQ(refusal.request_id, "req-1");
  EXPECT_EQ(refusal.retry_after, absl::Seconds(7));
  const VendorRefusal text = ReadRefusal(response, "Ana Silva", "X-Text");
  EXPECT_EQ(text.code, "");
  EXPECT_EQ(text.request_id, "");
  EXPECT_EQ(ReadRefusal(response, std::string(65, 'a'), "").code, "");
}

TEST(PathSegment, IsNoStepToAnotherFolder) {
  for (const char* text : {"", ".", ".."}) EXPECT_FALSE(IsPathSegment(text)) << text;
  for (const char* text : {"...", "a", "/", ".a"}) EXPECT_TRUE(IsPathSegment(text)) << text;
}

TEST(Capabilities, StartWithTheLeastOfEverything) {
  const v1::Capabilities least = LeastCapabilities();
  EXPECT_EQ(least.operations_size(), v1::Operation_MAX);
  EXPECT_EQ(least.filters_size(), v1::BookingFilter::descriptor()->field_count());
  EXPECT_EQ(least.orders_size(), v1::OrderBy_MAX);
  for (const auto& operation : least.operations()) {
    EXPECT_EQ(operation.support(), v1::SUPPORT_NONE);
  }
  for (const auto& order : least.orders()) EXPECT_FALSE(order.native());
}

TEST(Capabilities, TakeWhatAConnectorDoesBetter) {
  v1::Capabilities capabilities = LeastCapabilities();
  SetOperation(v1::OPERATION_GET_BOOKING, v1::SUPPORT_EMULATED, {"slow"}, &capabilities);
  SetFilters(v1::FILTER_SUPPORT_PUSHED_DOWN, {"start_time"}, &capabilities);
  SetNativeOrders({v1::ORDER_BY_CREATE_TIME_ASC}, &capabilities);
  EXPECT_EQ(capabilities.operations(1).support(), v1::SUPPORT_EMULATED);
  EXPECT_THAT(capabilities.operations(1).losses(), ElementsAre("slow"));
  EXPECT_EQ(capabilities.filters(0).support(), v1::FILTER_SUPPORT_RESIDUAL);
  EXPECT_EQ(capabilities.filters(1).support(), v1::FILTER_SUPPORT_PUSHED_DOWN);
  EXPECT_FALSE(capabilities.orders(0).native());
  EXPECT_TRUE(capabilities.orders(2).native());
}

TEST(VendorFilter, IsCheckedByNameAndTypeAllAtOnce) {
  v1::Capabilities capabilities = LeastCapabilities();
  AddVendorFilter("upcoming", "bool", "x", &capabilities);
  AddVendorFilter("search", "string", "x", &capabilities);
  v1::BookingFilter filter;
  auto& fields = *filter.mutable_vendor_filter()->mutable_fields();
  fields["upcoming"].set_bool_value(true);
  EXPECT_TRUE(CheckVendorFilter(filter, capabilities).empty());
  fields["upcoming"].set_string_value("true");
  fields["search"].set_null_value(google::protobuf::NULL_VALUE);
  fields["other"].set_bool_value(true);
  std::vector<std::string> paths;
  for (const Violation& violation : CheckVendorFilter(filter, capabilities)) {
    paths.push_back(violation.path);
  }
  EXPECT_THAT(paths, ElementsAre("filter.vendor_filter.other", "filter.vendor_filter.search",
                                 "filter.vendor_filter.upcoming"));
}

TEST(ConfigCheck, AddsEachProblem) {
  Violations violations;
  config::v1::ConnectionConfig config;
  RequireSecret({}, "v.key", &violations);
  RequireText("", "v.site", &violations);
  RequireTimeZone(config, &violations);
  ASSERT_EQ(violations.size(), 3U);
  config.set_time_zone("Europe/Nowhere");
  RequireTimeZone(config, &violations);
  EXPECT_EQ(violations.size(), 4U);
  config.set_time_zone("Europe/Lisbon");
  RequireTimeZone(config, &violations);
  config::v1::Secret secret;
  secret.set_env("KEY");
  RequireSecret(secret, "v.key", &violations);
  EXPECT_EQ(violations.size(), 4U);
}

// What a vendor nests as deep as is read, in the FULL view, must reach peers: protobuf's readers
// stop at 100 nested messages.
TEST(ItemReader, WhatIsKeptCanBeReadByPeersAtTheGreatestDepth) {
  const int depth = json::kMaxDepth - 1;
  std::string body;
  for (int i = 0; i < depth; ++i) body += R"({"a":)";
  body += "[7]" + std::string(static_cast<size_t>(depth), '}');
  const absl::StatusOr<json::Document> document = json::Document::Parse(body);
  ASSERT_TRUE(document.ok()) << document.status();
  Page page;
  v1::ListBookingsResponse response;
  ItemReader reader(v1::BOOKING_VIEW_FULL, &page, response.add_bookings());
  struct Nothing {};
  reader.Read(json::FieldTable<Nothing>({}), document->root(), "");
  v1::ListBookingsResponse reread;
  EXPECT_TRUE(reread.ParseFromString(response.SerializeAsString()));
  EXPECT_EQ(page.unknown_fields, 1);
}

// Each element of a long array may ask for the whole array to be kept: once is enough, or a hostile
// page would cost the square of its length.
TEST(ItemReader, AnArrayOfManyOddElementsIsKeptOnce) {
  std::string body = "[1";
  for (int i = 0; i < 20'000; ++i) body += ",1";
  const absl::StatusOr<json::Document> document = json::Document::Parse(body + "]");
  ASSERT_TRUE(document.ok()) << document.status();
  Page page;
  v1::Booking booking;
  ItemReader reader(v1::BOOKING_VIEW_FULL, &page, &booking);
  struct Nothing {};
  const json::FieldTable<Nothing> table({});
  for (json::Value element : json::Elements(document->root())) {
    reader.ReadElement(table, element, document->root(), "list");
  }
  EXPECT_EQ(booking.vendor_fields().fields().at("list").list_value().values_size(), 20'001);
  EXPECT_THAT(booking.mapping_notes(), ElementsAre(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE));
}

}  // namespace
}  // namespace bookings
