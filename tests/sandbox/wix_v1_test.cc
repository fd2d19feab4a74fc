// The simulated Wix, v1: the hidden default filter, bounds, order, paging and the traps of its
// objects.
#include <algorithm>
#include <map>
#include <string>

#include "tests/sandbox/wix_fixture.h"

namespace bookings::sandbox {
namespace {

class WixV1Test : public WixFixture {
 protected:
  static bool IsListed(const Json& row) {
    const Json all = AllV1();
    return std::find(all.begin(), all.end(), row["status_v1"]) != all.end();
  }
};

TEST_F(WixV1Test, HidesAllButConfirmedUnlessAStatusIsNamed) {
  const auto confirmed = [](const Json& row) { return row["status_v1"] == "CONFIRMED"; };
  EXPECT_EQ(SetOf(Ids(V1(Json::object()))), ModelIds(confirmed));
  const Json other = {{"filter", {{"createdDate", {{"$gte", "2020-01-01T00:00:00Z"}}}}}};
  EXPECT_EQ(SetOf(Ids(V1(other))), ModelIds(confirmed));
  SetSwitch("v1_query_default_status", "confirmed_if_no_filter");
  EXPECT_EQ(Ids(V1(other)).size(), 500);
  SetSwitch("v1_query_default_status", "all");
  EXPECT_EQ(Ids(V1(Json::object())).size(), 500);
}

TEST_F(WixV1Test, PagesByOffsetToTheEnd) {
  std::set<std::string> seen;
  for (int offset = 0;; offset += 100) {
    const Json query = {{"filter", {{"status", AllV1()}}},
                        {"paging", {{"limit", 100}, {"offset", offset}}}};
    const auto ids = Ids(V1(query));
    seen.insert(ids.begin(), ids.end());
    if (ids.size() < 100) break;
  }
  EXPECT_EQ(seen, ModelIds(IsListed));
}

TEST_F(WixV1Test, SortsByCreationNewestFirstAndByNothingElse) {
  std::vector<std::string> created;
  for (const Json& entry : V1(Json::object())) created.push_back(entry["booking"]["created"]);
  // Traps write the same instant in other forms; the plain form is what sorts as text.
  std::erase_if(created, [](const std::string& text) { return text.size() != 24; });
  EXPECT_TRUE(std::is_sorted(created.rbegin(), created.rend()));
  const auto sorted_by = [](const char* name) {
    return Json{{"query", {{"sort", Json::array({{{"fieldName", name}, {"order", "ASC"}}})}}}};
  };
  EXPECT_EQ(Post(kV1Query, sorted_by("created"))->status, 200);
  EXPECT_EQ(Violation(kV1Query, sorted_by("startTime"))["field"], "query.sort.fieldName");
}

TEST_F(WixV1Test, StartBoundsAreFromIncludedToExcludedAndEndBoundsTheReverse) {
  const Json row = TrapRow("dst_gap");
  const Json id = row["id"];
  const auto finds = [&](const char* field, const char* op, const Json& bound) {
    const Json filter = {{"bookingId", id}, {"status", AllV1()}, {field, {{op, bound}}}};
    return !V1({{"filter", filter}}).empty();
  };
  EXPECT_TRUE(finds("startTime", "$gte", row["start"]));
  EXPECT_FALSE(finds("startTime", "$lt", row["start"]));
  EXPECT_FALSE(finds("endTime", "$gt", row["end"]));
  EXPECT_TRUE(finds("endTime", "$lte", row["end"]));
}

TEST_F(WixV1Test, RefusesOperatorsAndFieldsOutsideItsTable) {
  const auto filtered = [](const Json& filter) { return Json{{"query", {{"filter", filter}}}}; };
  const char* const instant = "2026-12-01T00:00:00Z";
  EXPECT_EQ(Violation(kV1Query, filtered({{"startTime", {{"$lte", instant}}}}))["field"],
            "query.filter.startTime");
  EXPECT_EQ(Violation(kV1Query, filtered({{"endTime", {{"$gte", instant}}}}))["field"],
            "query.filter.endTime");
  EXPECT_EQ(Violation(kV1Query, filtered({{"email", "a@example.org"}}))["field"],
            "query.filter.email");
  EXPECT_EQ(Violation(kV1Query, filtered({{"startTime", {{"$gte", "tomorrow"}}}}))["violatedRule"],
            "FORMAT");
  EXPECT_EQ(Violation(kV1Query, filtered({{"status", "CANCELLED"}}))["field"],
            "query.filter.status");
  EXPECT_EQ(Violation(kV1Query, filtered({{"contactId", {"a", "b"}}}))["field"],
            "query.filter.contactId");
  SetSwitch("unsupported_filter", "ignore");
  EXPECT_EQ(Post(kV1Query, filtered({{"email", "a@example.org"}}))->status, 200);
}

TEST_F(WixV1Test, TheFirstOfARepeatedFilterCounts) {
  const auto statuses = [&](const std::string& filter) {
    const httplib::Result result = Post(kV1Query, "{\"query\":{\"filter\":" + filter + "}}");
    std::set<std::string> words;
    const Json body = Json::parse(result->body);
    for (const Json& entry : body["bookingsEntries"]) {
      words.insert(entry["booking"]["status"].get<std::string>());
    }
    return words;
  };
  const std::set<std::string> canceled = {"CANCELED"};
  EXPECT_EQ(statuses(R"({"status":"CANCELED","status":"DECLINED"})"), canceled);
  const std::string both = R"({"$and":[{"status":"CANCELED"},{"status":"DECLINED"}]})";
  EXPECT_EQ(statuses(both), canceled);
  SetSwitch("repeated_filter", "all_count");
  EXPECT_TRUE(statuses(both).empty());
}

TEST_F(WixV1Test, FiltersBySessionScheduleAndContact) {
  const Json row = TrapRow("attendance");
  for (const auto& [field, key] :
       {std::pair("sessionId", "session_id"), std::pair("scheduleId", "schedule_id"),
        std::pair("contactId", "contact_id")}) {
    const Json filter = {{field, row[key]}, {"status", AllV1()}};
    EXPECT_EQ(SetOf(Ids(V1({{"filter", filter}}))), ModelIds([&, name = key](const Json& other) {
                return IsListed(other) && other[name] == row[name];
              }))
        << field;
  }
}

TEST_F(WixV1Test, ChecksLimitsAndTypes) {
  const auto paged = [](const Json& paging) { return Json{{"query", {{"paging", paging}}}}; };
  const Json over = Violation(kV1Query, paged({{"limit", 1001}}));
  EXPECT_EQ(over["violatedRule"], "MAX");
  EXPECT_EQ(over["data"]["threshold"], 1000);
  EXPECT_EQ(Violation(kV1Query, paged({{"limit", "10"}}))["violatedRule"], "FORMAT");
  EXPECT_EQ(Violation(kV1Query, paged({{"offset", -1}}))["violatedRule"], "MIN");
  EXPECT_EQ(Violation(kV1Query, {{"querry", Json::object()}})["field"], "querry");
  EXPECT_EQ(Post(kV1Query, {{"query", {{"paging", nullptr}, {"sort", Json::array()}}}})->status,
            200);
  EXPECT_EQ(Post(kV1Query, std::string("not json"))->status, 400);
  SetSwitch("v1_limit_over", "clamp");
  EXPECT_EQ(Post(kV1Query, paged({{"limit", 1001}}))->status, 200);
}

TEST_F(WixV1Test, TheTotalCanBeMadeUseless) {
  const Json query = {{"query", {{"paging", {{"limit", 1}}}}}};
  EXPECT_GT(Ask(kV1Query, query)["pagingMetadata"]["total"], 1);
  SetSwitch("v1_total", "zero");
  EXPECT_EQ(Ask(kV1Query, query)["pagingMetadata"]["total"], 0);
  SetSwitch("v1_total", "too_many");
  EXPECT_FALSE(Ask(kV1Query, query)["pagingMetadata"].contains("total"));
}

TEST_F(WixV1Test, ListTakesItsFilterAsTextAndSortsByStart) {
  const httplib::Result result = List({{"status", AllV1()}}, "&query.paging.limit=1000");
  const Json body = Json::parse(result->body);
  EXPECT_EQ(body.size(), 1);
  const Json& entries = body["bookingsEntries"];
  EXPECT_EQ(SetOf(Ids(entries)), ModelIds(IsListed));
  EXPECT_FALSE(entries[0]["booking"].contains("createdDate"));
  std::map<std::string, Json> starts;
  for (const Json& row : Model()) starts[row["id"]] = row["start"];
  Json earlier;
  for (const std::string& id : Ids(entries)) {
    if (!earlier.is_null() && !starts[id].is_null()) {
      ASSERT_LE(earlier, starts[id]);
    }
    earlier = starts[id];
  }
}

TEST_F(WixV1Test, ListIsStrictAboutItsParameters) {
  EXPECT_EQ(ViolationIn(Get(std::string(kV1List) + "?limit=10"))["field"], "limit");
  EXPECT_EQ(ViolationIn(Get(std::string(kV1List) + "?query.paging.limit=ten"))["field"],
            "query.paging.limit");
  EXPECT_EQ(ViolationIn(Get(std::string(kV1List) + "?query.filter.stringValue=%7B"))["field"],
            "query.filter.stringValue");
  const Json created = {{"createdDate", {{"$gte", "2026-01-01T00:00:00Z"}}}};
  EXPECT_EQ(ViolationIn(List(created))["field"], "query.filter.createdDate");
  SetSwitch("v1_list_created_filter", "both");
  EXPECT_EQ(List(created)->status, 200);
}

TEST_F(WixV1Test, ListsSwitchesChangeIt) {
  const auto body = [&] { return Json::parse(Get(kV1List)->body); };
  const auto hides = [&] {
    const Json entries = body()["bookingsEntries"];
    return std::all_of(entries.begin(), entries.end(),
                       [](const Json& entry) { return entry["booking"]["status"] == "CONFIRMED"; });
  };
  EXPECT_TRUE(hides());
  const auto by_start = Ids(body()["bookingsEntries"]);
  SetSwitch("v1_list_default_status", "all");
  EXPECT_FALSE(hides());
  SetSwitch("v1_list_order", "created_desc");
  EXPECT_NE(Ids(body()["bookingsEntries"]), by_start);
  SetSwitch("v1_list_metadata", "present");
  EXPECT_TRUE(body().contains("pagingMetadata"));
  SetSwitch("v1_list_created", "both");
  EXPECT_TRUE(body()["bookingsEntries"][0]["booking"].contains("createdDate"));
  SetSwitch("v1_served", "removed");
  EXPECT_EQ(Get(kV1List)->status, 404);
  EXPECT_EQ(Post(kV1Query, Json::object())->status, 404);
}

TEST_F(WixV1Test, ShowsTheTrapsOfItsObjects) {
  EXPECT_FALSE(V1OfTrap("created_only").contains("createdDate"));
  EXPECT_TRUE(V1OfTrap("contact_nulls")["formInfo"]["contactDetails"]["email"].is_null());
  EXPECT_EQ(V1OfTrap("contact_empty_texts")["formInfo"]["contactDetails"]["email"], "");
  EXPECT_FALSE(V1OfTrap("contact_missing")["formInfo"].contains("contactDetails"));
  EXPECT_EQ(V1OfTrap("party_many_rates")["formInfo"]["paymentSelection"].size(), 3);
  EXPECT_EQ(V1OfTrap("amount_too_fine")["paymentDetails"]["balance"]["finalPrice"]["amount"],
            "12.3456789012");
  EXPECT_TRUE(V1OfTrap("subscription")["bookedEntity"].contains("setOfSessions"));
  EXPECT_EQ(V1OfTrap("status_undefined")["status"], "UNDEFINED");
  EXPECT_TRUE(V1OfTrap("unknown_fields").contains("loyaltyTier"));
  EXPECT_EQ(V1OfTrap("huge_number")["loyaltyPoints"], 9007199254740993);
}

TEST_F(WixV1Test, UnknownWordsAreOnlyReachableWithoutAStatusFilter) {
  const Json id = TrapRow("status_unknown_word")["id"];
  EXPECT_TRUE(V1({{"filter", {{"bookingId", id}, {"status", AllV1()}}}}).empty());
  SetSwitch("v1_query_default_status", "all");
  EXPECT_EQ(V1({{"filter", {{"bookingId", id}}}})[0]["booking"]["status"], "ON_HOLD");
}

}  // namespace
}  // namespace bookings::sandbox
