// Resource names and percent-encoding.
#include "connectors/api/names.h"

#include <gtest/gtest.h>

#include "connectors/api/url.h"

namespace bookings {
namespace {

TEST(Names, OfConnections) {
  EXPECT_EQ(ParseConnectionName("connections/tokyo-2"), "tokyo-2");
  EXPECT_EQ(ParseConnectionName(ConnectionName("a")), "a");
  EXPECT_TRUE(IsConnectionId(std::string(63, 'a')));
  for (const std::string& name :
       {std::string(""), std::string("connections/"), std::string("connections/Tokyo"),
        std::string("connections/1a"), std::string("connections/a_b"), std::string("connection/a"),
        std::string("connections/a/b"), "connections/" + std::string(64, 'a'),
        std::string("connections/-a")}) {
    EXPECT_EQ(ParseConnectionName(name), std::nullopt) << name;
  }
}

TEST(Names, OfBookingsKeepAnyVendorId) {
  for (const std::string& id :
       {std::string("Zk3_pQ9xLm2A"), std::string("a/b"), std::string("ü %?#"),
        std::string("/bookings/"), std::string("\xFF\x00x", 3), std::string("-_.~"),
        std::string("..")}) {
    const std::string name = BookingName("tokyo", id);
    const std::optional<BookingId> parsed = ParseBookingName(name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(parsed->connection, "tokyo");
    EXPECT_EQ(parsed->vendor_id, id);
  }
  EXPECT_EQ(BookingName("tokyo", "a/b é"), "connections/tokyo/bookings/a%2Fb%20%C3%A9");
}

TEST(Names, OneBookingHasOneName) {
  for (const char* name :
       {"connections/a/bookings/", "connections/a/bookings/b/c", "connections/a/bookings/%2f",
        "connections/a/bookings/%41", "connections/a/bookings/%zz", "connections/a/bookings/%4",
        "connections/a/bookings/a b", "connections/A/bookings/b", "bookings/b"}) {
    EXPECT_FALSE(ParseBookingName(name)) << name;
  }
}

TEST(UrlTarget, EncodesNamesAndValues) {
  EXPECT_EQ(UrlTarget("/v1/bookings").Take(), "/v1/bookings");
  EXPECT_EQ(UrlTarget("/v1").Add("a b", "x&y").Add("c", "2026-01-01T00:00:00.000Z").Take(),
            "/v1?a%20b=x%26y&c=2026-01-01T00%3A00%3A00.000Z");
}

TEST(PercentDecode, IsTheInverse) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(PercentDecode(PercentEncode(all)), all);
  EXPECT_EQ(PercentDecode("%"), std::nullopt);
  EXPECT_EQ(PercentDecode("%g0"), std::nullopt);
}

}  // namespace
}  // namespace bookings
