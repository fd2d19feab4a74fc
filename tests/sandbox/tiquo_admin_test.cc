// The simulated Tiquo Admin API against tiquo.md: list, filters, get, customers.
#include <set>
#include <string>

#include "tests/sandbox/tiquo_fixture.h"

namespace bookings::sandbox {
namespace {

class TiquoAdminTest : public TiquoFixture {
 protected:
  void SetUp() override {
    TiquoFixture::SetUp();
    Use("admin_key");
  }

  static std::string List(const std::string& query) {
    return std::string(kAdmin) + "/bookings" + query;
  }
  static std::string One(const std::string& id) { return List("/" + Escape(id)); }

  Json Data(const std::string& query) { return GetJson(List(query))["data"]; }

  static bool IsOfDay(const Json& row, const std::string& day) { return row["day"] == day; }
};

TEST_F(TiquoAdminTest, RefusesOtherCredentials) {
  headers_.clear();
  EXPECT_EQ(GetStatus(List("")), 401);
  Use("access_token");
  EXPECT_EQ(GetStatus(List("")), 401);
  headers_ = {{"Authorization", "Bearer tq_admin_other"}};
  EXPECT_EQ(Error(List(""), 401), "Invalid API key");
}

TEST_F(TiquoAdminTest, TheDefaultAccountHasAWellKnownKey) {
  headers_ = {{"Authorization", "Bearer tq_admin_sandbox"}};
  EXPECT_EQ(GetStatus(List("")), 200);
}

TEST_F(TiquoAdminTest, DataIsTheArrayAndHasNoCursor) {
  const Json body = GetJson(List(""));
  EXPECT_EQ(body["success"], true);
  EXPECT_EQ(body["data"].size(), 50u);
  EXPECT_TRUE(body.contains("timestamp"));
  EXPECT_FALSE(body.contains("pagination"));
  EXPECT_EQ(GetStatus(List("?cursor=x")), 400);
  SetSwitch("admin_pagination", "send");
  EXPECT_EQ(GetJson(List(""))["pagination"]["hasMore"], true);
}

TEST_F(TiquoAdminTest, SeesTheBookingsOfAllCustomersDayByDay) {
  std::set<std::string> seen;
  std::set<std::string> days;
  for (const Json& row : Rows()) days.insert(row["day"].get<std::string>());
  for (const std::string& day : days) {
    seen.merge(Ids(Data("?limit=100&dateFrom=" + day + "&dateTo=" + day)));
  }
  EXPECT_EQ(seen.size(), 400u);
  EXPECT_EQ(seen, ModelIds([](const Json&) { return true; }));
}

TEST_F(TiquoAdminTest, DateBoundsAreInclusiveUnlessSwitched) {
  const std::string day = "2026-12-05";
  const std::string query = "?limit=100&dateFrom=" + day + "&dateTo=" + day + "T23:00:00Z";
  const auto expected = ModelIds([&](const Json& row) { return IsOfDay(row, day); });
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(Ids(Data(query)), expected);
  SetSwitch("admin_date_bounds", "exclusive_end");
  EXPECT_EQ(Data(query).size(), 0u);
}

TEST_F(TiquoAdminTest, DatesCanMeanTheDayOfCreation) {
  const Json row = TrapRow("created_tie");
  const std::string query = "?limit=100&dateFrom=2026-11-02&dateTo=2026-11-02";
  SetSwitch("admin_date_field", "created_day");
  EXPECT_TRUE(Ids(Data(query)).contains(row["id"].get<std::string>()));
}

TEST_F(TiquoAdminTest, FiltersByAListOfStatuses) {
  const auto expected = ModelIds([](const Json& row) {
    return row["status"] == "waiting_list" || row["status"] == "waiting_room";
  });
  EXPECT_EQ(Ids(Data("?limit=100&status=waiting_list,%20waiting_room")), expected);
  EXPECT_EQ(GetStatus(List("?status=waiting_list,lost")), 400);
  EXPECT_EQ(GetStatus(List("?status=pending")), 400);
  SetSwitch("admin_vocabulary", "union");
  EXPECT_EQ(GetStatus(List("?status=pending")), 200);
}

TEST_F(TiquoAdminTest, SearchesNumberNameAndEmail) {
  Control("POST", "/bookings", {{"id", "wanted"}, {"bookingNumber", "BK-W4NTED"}});
  EXPECT_EQ(Ids(Data("?search=w4nted")), std::set<std::string>{"wanted"});
  EXPECT_GT(Data("?search=EXAMPLE.com").size(), 0u);
}

TEST_F(TiquoAdminTest, RefusesWhatThePagesDoNotAllow) {
  for (const char* query :
       {"?limit=0", "?limit=101", "?dateFrom=05.12.2026", "?dateFrom=2026-02-30",
        "?dateFrom=2026-12-06&dateTo=2026-12-05", "?status=", "?upcoming=true"}) {
    EXPECT_EQ(GetStatus(List(query)), 400) << query;
  }
}

TEST_F(TiquoAdminTest, ARowHasItsDayAsTextAndItsCustomer) {
  const Json row = TrapRow("day_without_midnight");
  const Json booking = GetJson(One(row["id"].get<std::string>()))["data"];
  EXPECT_EQ(booking["date"], "2027-04-30");
  EXPECT_EQ(booking["startTime"], "09:00");
  EXPECT_EQ(booking["customerId"], row["customerDetails"]["id"]);
  EXPECT_FALSE(booking.contains("timezone"));
  EXPECT_FALSE(booking.contains("confirmationCode"));
  SetSwitch("admin_zone", "sent");
  EXPECT_EQ(GetJson(One(row["id"].get<std::string>()))["data"]["timezone"], "Africa/Cairo");
  SetSwitch("admin_tail", "cut");
  EXPECT_FALSE(GetJson(One(row["id"].get<std::string>()))["data"].contains("customerId"));
}

TEST_F(TiquoAdminTest, GetsABookingByItsIdOnly) {
  const Json row = TrapRow("id_odd_characters");
  const std::string id = row["id"].get<std::string>();
  EXPECT_EQ(GetJson(One(id))["data"]["id"], id);
  EXPECT_EQ(Error(One("k57demo9999"), 404), "Booking not found with ID: k57demo9999");
  const std::string number = row["bookingNumber"].get<std::string>();
  EXPECT_EQ(GetStatus(One(number)), 404);
  SetSwitch("admin_get_by_number", "accept");
  EXPECT_EQ(GetJson(One(number))["data"]["id"], id);
  SetSwitch("admin_get_envelope", "booking_key");
  EXPECT_EQ(GetJson(One(id))["data"]["booking"]["id"], id);
}

TEST_F(TiquoAdminTest, FindsACustomerByAnyOfItsNames) {
  const Json customer = account_["customer"];
  for (const char* name : {"id", "customerNumber", "email", "phone"}) {
    const std::string path =
        std::string(kAdmin) + "/customers/" + Escape(customer[name].get<std::string>());
    EXPECT_EQ(GetJson(path)["data"], customer) << name;
  }
  EXPECT_EQ(GetStatus(std::string(kAdmin) + "/customers/nobody"), 404);
}

TEST_F(TiquoAdminTest, TheKeyMayLackBookings) {
  SetSwitch("admin_bookings", "forbidden");
  EXPECT_EQ(GetStatus(List("")), 403);
  SetSwitch("admin_bookings", "missing");
  EXPECT_EQ(GetStatus(List("")), 404);
}

TEST_F(TiquoAdminTest, LimitsRequestsAnHour) {
  SetNow("2026-11-20T09:00:00Z");
  CreateAccount({{"bookings", 3}});
  SetRateScale(1);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(GetStatus(List("?limit=1")), 200) << i;
  const httplib::Result refused = Get(List(""));
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->get_header_value("Retry-After"), "3600");
}

TEST_F(TiquoAdminTest, BookingsAreReadOnly) {
  const httplib::Result result = client().Delete(One("x").c_str(), headers_);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 405);
}

}  // namespace
}  // namespace bookings::sandbox
