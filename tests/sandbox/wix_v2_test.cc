// The simulated Wix, v2's reader: cursors, offset paging, filters by their documented paths, order,
// extras and traps.
#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "tests/sandbox/wix_fixture.h"

namespace bookings::sandbox {
namespace {

class WixV2Test : public WixFixture {
 protected:
  static Json By(const char* field, const char* order) {
    return Json::array({{{"fieldName", field}, {"order", order}}});
  }

  // All ids of a query, following its cursors as the vendor's own client does.
  std::vector<std::string> Crawl(const Json& first_query) {
    std::vector<std::string> ids;
    Json query = first_query;
    while (true) {
      const Json body = Ask(kV2Query, {{"query", query}});
      for (const std::string& id : Ids(body["extendedBookings"])) ids.push_back(id);
      const Json& cursors = body["pagingMetadata"]["cursors"];
      if (!cursors.contains("next")) return ids;
      query = {{"cursorPaging", {{"cursor", cursors["next"]}, {"limit", 100}}}};
    }
  }

  Json FirstMetadata() {
    return Ask(kV2Query, {{"query", {{"cursorPaging", {{"limit", 1}}}}}})["pagingMetadata"];
  }
  Json LastMetadata() {
    const Json one = {{"id", Model()[0]["id"]}};
    return Ask(kV2Query, {{"query", {{"filter", one}}}})["pagingMetadata"];
  }
  Json Filtered(const Json& filter) { return {{"query", {{"filter", filter}}}}; }
};

TEST_F(WixV2Test, CursorsReachEveryBookingOnceInEveryStatus) {
  for (const Json& sort : {By("createdDate", "ASC"), By("startDate", "DESC"), Json::array()}) {
    const auto ids = Crawl({{"sort", sort}, {"cursorPaging", {{"limit", 100}}}});
    EXPECT_EQ(ids.size(), 700) << sort;
    EXPECT_EQ(SetOf(ids), ModelIds([](const Json&) { return true; })) << sort;
  }
}

TEST_F(WixV2Test, BothBasePathsReachTheSameReader) {
  const Json body = {{"query", Json::object()}};
  const Json other = Ask("/bookings/bookings-reader/v2/extended-bookings/query", body);
  EXPECT_EQ(Ids(other["extendedBookings"]), Ids(V2(Json::object())));
}

TEST_F(WixV2Test, DefaultsToFiftyByIdUnlessSwitched) {
  const auto ids = Ids(V2(Json::object()));
  EXPECT_EQ(ids.size(), 50);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  SetSwitch("v2_default_sort", "created_desc");
  EXPECT_EQ(Ids(V2(Json::object())), Ids(V2({{"sort", By("createdDate", "DESC")}})));
}

TEST_F(WixV2Test, ACursorKeepsItsPlaceWhenRowsComeAndGo) {
  const Json query = {{"sort", By("createdDate", "ASC")}, {"cursorPaging", {{"limit", 10}}}};
  const Json first = Ask(kV2Query, {{"query", query}});
  const auto seen = Ids(first["extendedBookings"]);
  const auto second =
      Ids(V2({{"cursorPaging", {{"limit", 20}}}, {"sort", By("createdDate", "ASC")}}));
  Control("DELETE", "/bookings/" + seen[3]);
  Control("POST", "/bookings", {{"created", "2001-01-01T00:00:00.000Z"}});
  const Json next = {{"cursorPaging", {{"cursor", first["pagingMetadata"]["cursors"]["next"]}}}};
  EXPECT_EQ(Ids(V2(next)), std::vector<std::string>(second.begin() + 10, second.end()));
}

TEST_F(WixV2Test, RefusesWrongPagings) {
  const auto refused = [&](const Json& query) {
    return Violation(kV2Query, {{"query", query}}).value("field", "");
  };
  const Json cursor = FirstMetadata()["cursors"]["next"];
  EXPECT_EQ(refused({{"cursorPaging", {{"limit", 101}}}}), "query.cursorPaging.limit");
  EXPECT_EQ(refused({{"paging", {{"limit", 101}}}}), "query.paging.limit");
  EXPECT_EQ(refused({{"cursorPaging", {{"cursor", "b3BhcXVl"}}}}), "query.cursorPaging.cursor");
  EXPECT_EQ(refused({{"cursorPaging", {{"cursor", cursor}}}, {"filter", Json::object()}}),
            "query.cursorPaging.cursor");
  EXPECT_EQ(refused({{"cursorPaging", {{"limit", 1}}}, {"paging", {{"limit", 1}}}}),
            "query.paging");
  EXPECT_EQ(Violation(kV2Query, Json::object())["violatedRule"], "REQUIRED_FIELD");
}

TEST_F(WixV2Test, PagingSwitchesAreLenient) {
  const Json cursor = FirstMetadata()["cursors"]["next"];
  const auto size = [&](const Json& query) { return V2(query).size(); };
  SetSwitch("v2_limit_over", "clamp");
  EXPECT_EQ(size({{"cursorPaging", {{"limit", 500}}}}), 100);
  SetSwitch("v2_cursor_with_query", "ignore");
  EXPECT_EQ(size({{"cursorPaging", {{"cursor", cursor}}}, {"filter", {{"id", "none"}}}}), 1);
  SetSwitch("v2_cursor_limit", "default");
  EXPECT_EQ(size({{"cursorPaging", {{"cursor", cursor}}}}), 50);
  SetSwitch("v2_both_pagings", "cursor_wins");
  EXPECT_EQ(size({{"cursorPaging", {{"limit", 1}}}, {"paging", {{"limit", 2}}}}), 1);
}

TEST_F(WixV2Test, MetadataHasTheFormsThatAreSwitched) {
  EXPECT_EQ(LastMetadata(), Json::parse(R"({"count":1,"cursors":{},"hasNext":false})"));
  SetSwitch("v2_has_next", "always_true");
  SetSwitch("v2_cursor_total", "present");
  SetSwitch("v2_last_cursor", "empty");
  EXPECT_EQ(LastMetadata(),
            Json::parse(R"({"count":1,"total":1,"cursors":{"next":""},"hasNext":true})"));
  SetSwitch("v2_has_next", "absent");
  SetSwitch("v2_last_cursor", "null");
  EXPECT_EQ(LastMetadata(), Json::parse(R"({"count":1,"total":1,"cursors":{"next":null}})"));
}

TEST_F(WixV2Test, OffsetPagingTellsTheTotal) {
  const Json body = Ask(kV2Query, {{"query", {{"paging", {{"limit", 100}, {"offset", 650}}}}}});
  EXPECT_EQ(body["pagingMetadata"], Json::parse(R"({"count":50,"offset":650,"total":700})"));
}

TEST_F(WixV2Test, FiltersByDocumentedPathsOnly) {
  const Json row = TrapRow("session_twin");
  const Json filter = {{"bookedEntity.item.slot.eventId", row["event_id"]}};
  const auto same = ModelIds([&](const Json& r) { return r["event_id"] == row["event_id"]; });
  EXPECT_EQ(SetOf(Ids(V2({{"filter", filter}}))), same);
  const Json plain = {{"bookedEntity.slot.eventId", row["event_id"]}};
  EXPECT_EQ(Violation(kV2Query, Filtered(plain))["field"],
            "query.filter.bookedEntity.slot.eventId");
  SetSwitch("v2_paths", "plain_too");
  EXPECT_EQ(SetOf(Ids(V2({{"filter", plain}}))), same);
}

TEST_F(WixV2Test, CountsWhatAFilterPasses) {
  const auto model = [&](auto keep) { return static_cast<std::int64_t>(ModelIds(keep).size()); };
  EXPECT_EQ(Count(nullptr), 700);
  EXPECT_EQ(Count({{"status", {{"$in", {"CREATED", "PENDING"}}}}}), model([](const Json& row) {
              return row["status_v2"] == "CREATED" || row["status_v2"] == "PENDING";
            }));
  EXPECT_EQ(Count({{"status", {{"$ne", "CONFIRMED"}}}}),
            model([](const Json& row) { return row["status_v2"] != "CONFIRMED"; }));
  EXPECT_EQ(Count({{"bookedEntity.tags", {{"$hasSome", {"COURSE", "GROUP"}}}}}),
            model([](const Json& row) { return row["tag"] == "COURSE" || row["tag"] == "GROUP"; }));
  const Json range = {{"$gte", "2026-12-01T00:00:00Z"}, {"$lt", "2027-01-01T01:00:00+01:00"}};
  EXPECT_EQ(Count({{"startDate", range}}), model([](const Json& row) {
              return !row["start"].is_null() && row["start"] >= "2026-12-01T00:00:00Z" &&
                     row["start"] < "2027-01-01T00:00:00Z";
            }));
  EXPECT_EQ(Count({{"doubleBooked", true}}),
            model([](const Json& row) { return row["trap"] == "double_booked"; }));
}

TEST_F(WixV2Test, RefusesOperatorsOutsideItsTable) {
  const auto refused = [&](const Json& filter) { return Violation(kV2Query, Filtered(filter)); };
  EXPECT_EQ(refused({{"status", {{"$gt", "CONFIRMED"}}}})["field"], "query.filter.status");
  EXPECT_EQ(refused({{"bookedEntity.tags", "COURSE"}})["field"], "query.filter.bookedEntity.tags");
  EXPECT_EQ(refused({{"status", "PENDING_APPROVAL"}})["field"], "query.filter.status");
  const Json either = {{"$or", Json::array({{{"id", "a"}}, {{"id", Model()[0]["id"]}}})}};
  EXPECT_EQ(refused(either)["field"], "query.filter.$or");
  SetSwitch("v2_logic", "accept");
  EXPECT_EQ(V2({{"filter", either}}).size(), 1);
  EXPECT_EQ(Count({{"startDate", {{"$exists", false}}}}),
            ModelIds([](const Json& row) { return row["start"].is_null(); }).size());
}

TEST_F(WixV2Test, SnakeCaseIsAcceptedUnlessSwitched) {
  const Json body = {{"query", {{"cursor_paging", {{"limit", 3}}}}}, {"with_ecom_order", true}};
  EXPECT_EQ(Ask(kV2Query, body)["extendedBookings"].size(), 3);
  SetSwitch("snake_case", "reject");
  EXPECT_EQ(Violation(kV2Query, body)["violatedRule"], "CUSTOM");
}

TEST_F(WixV2Test, ExtrasAreTheirOwnMembersAndOnlyOnDemand) {
  const Json bare = V2({{"filter", {{"id", TrapRow("conference")["id"]}}}})[0];
  EXPECT_EQ(bare.size(), 1);
  EXPECT_TRUE(V2OfTrap("conference").contains("conferencingDetails"));
  EXPECT_EQ(V2OfTrap("order_larger")["order"]["paymentStatus"], "PAID");
  EXPECT_NE(V2OfTrap("order_larger")["order"]["totalPrice"],
            V2OfTrap("order_larger")["order"]["bookingPrice"]);
  EXPECT_EQ(V2OfTrap("balance_negative")["order"]["balance"]["amount"], "-5.00");
  EXPECT_TRUE(V2OfTrap("subscription").contains("subscriptionInfo"));
  EXPECT_NE(V2OfTrap("attendance")["attendance"]["status"], "NOT_SET");
}

TEST_F(WixV2Test, ShowsTheTrapsOfItsObjects) {
  const auto slot = [&](const char* trap) {
    return V2OfTrap(trap)["booking"]["bookedEntity"]["slot"];
  };
  EXPECT_EQ(slot("slot_local_bare")["startDate"].get<std::string>().size(), 23);
  EXPECT_EQ(slot("slot_local_zulu")["startDate"].get<std::string>().back(), 'Z');
  EXPECT_TRUE(slot("session_twin").contains("sessionId"));
  EXPECT_TRUE(slot("all_day")["allDay"]);
  EXPECT_EQ(V2OfTrap("choices")["booking"]["participantsChoices"]["serviceChoices"].size(), 3);
  EXPECT_FALSE(V2OfTrap("choices")["booking"].contains("totalParticipants"));
  EXPECT_EQ(V2OfTrap("revision_huge")["booking"]["revision"], "9223372036854775807");
  EXPECT_EQ(V2OfTrap("status_near_miss")["booking"]["status"], "CANCELLED");
  EXPECT_EQ(V2OfTrap("paid_but_canceled")["booking"]["paymentStatus"], "PAID");
  EXPECT_TRUE(V2OfTrap("subscription")["booking"]["bookedEntity"].contains("schedule"));
  EXPECT_FALSE(V2OfTrap("tags_missing")["booking"]["bookedEntity"].contains("tags"));
}

TEST_F(WixV2Test, FormSwitchesChangeTheObjects) {
  const auto booking = [&] { return V2OfTrap("none")["booking"]; };
  SetSwitch("start_fraction", "millis");
  EXPECT_THAT(booking()["startDate"].get<std::string>(), testing::EndsWith(".000Z"));
  SetSwitch("double_booked", "always");
  EXPECT_EQ(booking()["doubleBooked"], false);
  SetSwitch("total_participants", "list");
  EXPECT_TRUE(booking()["totalParticipants"].is_array());
  SetSwitch("unset_fields", "null");
  EXPECT_TRUE(V2OfTrap("start_missing")["booking"]["startDate"].is_null());
  SetSwitch("unset_fields", "empty");
  EXPECT_EQ(V2OfTrap("start_missing")["booking"]["startDate"], "");
  SetSwitch("tie_break", "id_desc");
  const auto ids = Ids(V2(Json::object()));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

// What an insertion does not say is as the generator would make the next row, whose trap hides
// texts now and then.
TEST_F(WixV2Test, AnInsertedRowHasTheTextsThatItWasGiven) {
  for (uint64_t i = 0; i < wix::RowsForAllTraps(); ++i) {
    const Json row = {{"id", absl::StrFormat("%08x-0000-4000-8000-000000000000", i)},
                      {"first_name", "Ada"},
                      {"last_name", "Lovelace"},
                      {"email", "ada@example.org"},
                      {"phone", "+420601000001"},
                      {"trap", "none"}};
    const Json made = Control("POST", "/changes", Json::array({{{"insert", row}}}))[0]["row"];
    for (const auto& [name, value] : row.items()) EXPECT_EQ(made[name], value) << name << i;
  }
}

TEST_F(WixV2Test, EveryTrapOccurs) {
  std::set<std::string> traps;
  for (const Json& row : Model()) traps.insert(row["trap"].get<std::string>());
  EXPECT_EQ(traps.size(), 64);
}

}  // namespace
}  // namespace bookings::sandbox
