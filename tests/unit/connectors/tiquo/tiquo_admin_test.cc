// Tests of the walk through the days of Tiquo's Admin API.
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/tiquo/tiquo_words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/tiquo/tiquo_fixture.h"

namespace bookings::tiquo {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kFull = 100;
// More calls than any of these walks needs.
constexpr int kMaxCalls = 2'000;

// Where and when the rows of a day start, one after the other: of all zones the first and the last
// to see it, too.
constexpr const char* kStarts[] = {
    R"("startTime":"10:00")",
    R"("startTime":"00:00","timezone":"Pacific/Kiritimati")",
    R"("startTime":"24:00","timezone":"Etc/GMT+12")",
};

// A vendor with rows of (day, status, count), which may read its bounds in different ways.
struct FakeVendor {
  enum class Bounds { kInclusive, kEndExclusive };

  struct Group {
    const char* day;
    const char* status;
    int count;
  };
  std::vector<Group> groups;
  Bounds bounds = Bounds::kInclusive;
  int calls = 0;

  static std::string Value(const std::string& target, const std::string& name) {
    const size_t at = target.find(name + "=");
    if (at == std::string::npos) return "";
    const size_t from = at + name.size() + 1;
    return target.substr(from, target.find('&', from) - from);
  }

  std::string Answer(const std::string& target) {
    ++calls;
    const std::string from = Value(target, "dateFrom");
    const std::string to = Value(target, "dateTo");
    const std::string status = PercentDecode(Value(target, "status")).value_or("");
    std::vector<std::string> rows;
    for (const Group& group : groups) {
      const bool late = bounds == Bounds::kInclusive ? group.day > to : group.day >= to;
      const bool asked =
          status.empty() ||
          ("," + status + ",").find("," + std::string(group.status) + ",") != std::string::npos;
      if (group.day < from || late || !asked) continue;
      for (int i = 0; i < group.count && rows.size() < kFull; ++i) {
        rows.push_back(
            absl::StrFormat(R"({"id":"%s-%s-%03d","status":"%s","date":"%s",%s,"duration":30})",
                            group.day, group.status, i, group.status, group.day, kStarts[i % 3]));
      }
    }
    return AdminBody(rows);
  }
};

// What a list through all pages gives.
struct Walked {
  std::multiset<std::string> ids;
  std::vector<v1::SourceNote> notes;
  // Pages that say what the later ones are behind, and bookings that came later all the same.
  int telling_pages = 0;
  int late = 0;
};

void CountLate(const Page& page, v1::OrderBy order, std::optional<absl::Time> rest_from,
               Walked* walked) {
  for (const v1::Booking* booking : page.bookings) {
    if (!rest_from || !booking->has_start_time()) continue;
    const absl::Time start = FromTimestamp(booking->start_time());
    const bool descends = order == v1::ORDER_BY_START_TIME_DESC;
    walked->late += descends ? start > *rest_from : start < *rest_from;
  }
}

Walked WalkAll(const Connector& connector, FakeVendor& vendor, const ListQuery& query = {}) {
  Walked walked;
  const ListPlan plan = PlanOf(connector, query);
  std::optional<std::string> cursor = "";
  std::optional<absl::Time> rest_from;
  while (cursor && vendor.calls < kMaxCalls) {
    Step<Page> step = connector.ListPage(plan, *cursor);
    while (step.pending() != nullptr) {
      const std::string target = step.TakeRequest().target;
      step = std::move(step).Resume(HttpResponse{200, {}, vendor.Answer(target)});
    }
    absl::StatusOr<Page> page = std::move(step).Answer();
    if (!page.ok()) {
      ADD_FAILURE() << page.status();
      return walked;
    }
    for (const v1::Booking* booking : page->bookings) walked.ids.insert(booking->vendor_id());
    walked.notes.insert(walked.notes.end(), page->notes.begin(), page->notes.end());
    CountLate(*page, query.order, rest_from, &walked);
    if (page->rest_from) {
      rest_from = page->rest_from;
      ++walked.telling_pages;
    }
    cursor = page->next_cursor;
  }
  EXPECT_LT(vendor.calls, kMaxCalls);
  return walked;
}

size_t Distinct(const Walked& walked) {
  return std::set<std::string>(walked.ids.begin(), walked.ids.end()).size();
}

ListQuery Between(const char* from, const char* to) {
  ListQuery query;
  v1::TimeRange& range = *query.filter.mutable_start_time();
  if (*from != '\0') SetTimestamp(*ParseInstant(from), range.mutable_from());
  if (*to != '\0') SetTimestamp(*ParseInstant(to), range.mutable_to());
  return query;
}

TEST(TiquoAdminWalk, ReadsAnEmptyAccountWithFewCalls) {
  FakeVendor vendor;
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_THAT(walked.ids, IsEmpty());
  EXPECT_THAT(walked.notes, IsEmpty());
  EXPECT_LE(vendor.calls, 6);
}

TEST(TiquoAdminWalk, FindsEveryBookingExactlyOnceHoweverTheBoundsAreMeant) {
  for (const auto bounds : {FakeVendor::Bounds::kInclusive, FakeVendor::Bounds::kEndExclusive}) {
    FakeVendor vendor{{{"2026-11-01", "confirmed", 3},
                       {"2026-11-08", "confirmed", 40},
                       {"2026-11-09", "cancelled", 90},
                       {"2026-12-31", "scheduled", 50},
                       {"2027-03-31", "confirmed", 7}},
                      bounds};
    const Walked walked = WalkAll(*Admin(), vendor);
    EXPECT_EQ(walked.ids.size(), 190U);
    EXPECT_EQ(Distinct(walked), 190U);
    EXPECT_THAT(walked.notes, IsEmpty());
  }
}

TEST(TiquoAdminWalk, LeavesOutWhatLiesOutsideTheHistory) {
  FakeVendor vendor{{{"2026-10-31", "confirmed", 1}, {"2027-04-01", "confirmed", 1}}};
  EXPECT_THAT(WalkAll(*Admin(), vendor).ids, IsEmpty());
}

TEST(TiquoAdminWalk, ReadsBusyDaysInARowByTheirExactBounds) {
  FakeVendor vendor{{{"2026-12-04", "confirmed", 60},
                     {"2026-12-05", "confirmed", 60},
                     {"2026-12-06", "confirmed", 60}}};
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_EQ(walked.ids.size(), 180U);
  EXPECT_THAT(walked.notes, IsEmpty());
}

TEST(TiquoAdminWalk, SplitsAFullDayByStatus) {
  FakeVendor vendor{{{"2026-12-05", "confirmed", 80},
                     {"2026-12-05", "cancelled", 80},
                     {"2026-12-05", "rescheduled", 5}}};
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_EQ(walked.ids.size(), 165U);
  EXPECT_EQ(Distinct(walked), 165U);
  EXPECT_THAT(walked.notes, IsEmpty());
}

TEST(TiquoAdminWalk, SaysThatAFullStatusOfADayMayMissBookings) {
  FakeVendor vendor{{{"2026-12-05", "confirmed", 130}}};
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_EQ(Distinct(walked), kFull);
  EXPECT_THAT(walked.notes, Contains(v1::SOURCE_NOTE_SLICE_FULL));
}

TEST(TiquoAdminWalk, DoesNotTrustEqualBoundsThatFindNothing) {
  FakeVendor vendor{{{"2026-12-05", "confirmed", 60}, {"2026-12-05", "cancelled", 60}},
                    FakeVendor::Bounds::kEndExclusive};
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_EQ(Distinct(walked), 120U);
  EXPECT_THAT(walked.notes, IsEmpty());
}

TEST(TiquoAdminWalk, DeliversUndocumentedStatusesOfAFullDayAndSaysSo) {
  FakeVendor vendor{{{"2026-12-05", "pending", 2}, {"2026-12-05", "confirmed", 99}}};
  const Walked walked = WalkAll(*Admin(), vendor);
  EXPECT_THAT(walked.notes, Contains(v1::SOURCE_NOTE_SLICE_FULL));
  EXPECT_EQ(Distinct(walked), 101U);
}

TEST(TiquoAdminWalk, DoesNotSplitByTheOneStatusThatIsAskedFor) {
  FakeVendor vendor{{{"2026-12-05", "no_show", 130}}};
  ListQuery query = Between("2026-12-05T05:00:00Z", "2026-12-06T05:00:00Z");
  query.filter.add_statuses(v1::BOOKING_STATUS_NO_SHOW);
  const Walked walked = WalkAll(*Admin(), vendor, query);
  EXPECT_THAT(walked.notes, Contains(v1::SOURCE_NOTE_SLICE_FULL));
  EXPECT_LT(vendor.calls, 12);
}

TEST(TiquoAdminWalk, FindsAPlaceForEveryWordOfASplit) {
  FakeVendor vendor;
  for (std::string_view word : SplitWords())
    vendor.groups.push_back({"2026-12-05", word.data(), 9});
  EXPECT_EQ(WalkAll(*Admin(), vendor).ids.size(), 108U);
}

TEST(TiquoAdminBounds, ARangeIsReadADayWiderAsZonesDiffer) {
  FakeVendor vendor{{{"2026-12-03", "confirmed", 1},
                     {"2026-12-04", "confirmed", 1},
                     {"2026-12-05", "confirmed", 1},
                     {"2026-12-06", "confirmed", 1},
                     {"2026-12-07", "confirmed", 1},
                     {"2026-12-08", "confirmed", 1}}};
  const Walked walked =
      WalkAll(*Admin(), vendor, Between("2026-12-05T05:00:00Z", "2026-12-06T05:00:00Z"));
  EXPECT_EQ(walked.ids.size(), 4U);
  EXPECT_EQ(vendor.calls, 1);
  EXPECT_THAT(walked.notes, IsEmpty());
}

TEST(TiquoAdminBounds, AFilterWithinTheHistoryIsCovered) {
  FakeVendor vendor;
  EXPECT_THAT(
      WalkAll(*Admin(), vendor, Between("2026-11-01T04:00:00Z", "2027-04-01T04:00:00Z")).notes,
      IsEmpty());
}

TEST(TiquoAdminBounds, AFilterThatAsksForMoreIsNotCovered) {
  for (const auto& query :
       {Between("2026-11-01T03:59:59Z", ""), Between("", "2027-04-01T04:00:01Z"),
        Between("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")}) {
    FakeVendor vendor;
    EXPECT_THAT(WalkAll(*Admin(), vendor, query).notes,
                ElementsAre(v1::SOURCE_NOTE_RANGE_NOT_COVERED));
    EXPECT_LE(vendor.calls, 6);
  }
}

TEST(TiquoAdminBounds, AFilterOutsideTheHistoryNeedsNoCall) {
  FakeVendor vendor;
  const Walked walked =
      WalkAll(*Admin(), vendor, Between("2029-01-01T00:00:00Z", "2029-02-01T00:00:00Z"));
  EXPECT_EQ(vendor.calls, 0);
  EXPECT_THAT(walked.notes, ElementsAre(v1::SOURCE_NOTE_RANGE_NOT_COVERED));
}

// Days that are full, empty, split by status, and at the edges.
FakeVendor BusyVendor() {
  return {{{"2026-11-01", "confirmed", 3},
           {"2026-11-08", "confirmed", 40},
           {"2026-11-09", "cancelled", 90},
           {"2026-12-05", "confirmed", 80},
           {"2026-12-05", "cancelled", 80},
           {"2026-12-31", "scheduled", 50},
           {"2027-03-31", "confirmed", 7}}};
}

ListQuery InOrder(v1::OrderBy order) {
  ListQuery query;
  query.order = order;
  return query;
}

TEST(TiquoAdminOrder, PagesOfAListByStartSayWhatTheLaterOnesAreBehind) {
  for (const auto order : {v1::ORDER_BY_START_TIME_ASC, v1::ORDER_BY_START_TIME_DESC}) {
    FakeVendor vendor = BusyVendor();
    const Walked walked = WalkAll(*Admin(), vendor, InOrder(order));
    EXPECT_EQ(walked.ids.size(), 350U);
    EXPECT_EQ(Distinct(walked), 350U);
    EXPECT_THAT(walked.notes, IsEmpty());
    EXPECT_GT(walked.telling_pages, 10);
    EXPECT_EQ(walked.late, 0);
  }
}

TEST(TiquoAdminOrder, OtherListsSayNothing) {
  for (const auto order : {v1::ORDER_BY_UNSPECIFIED, v1::ORDER_BY_CREATE_TIME_ASC}) {
    FakeVendor vendor = BusyVendor();
    EXPECT_EQ(WalkAll(*Admin(), vendor, InOrder(order)).telling_pages, 0);
  }
}

// What the first request of the list asks for.
std::string FirstTarget(const ListQuery& query) {
  const auto admin = Admin();
  return admin->ListPage(PlanOf(*admin, query), "").TakeRequest().target;
}

TEST(TiquoAdminOrder, TheLatestFirstBeginsAtTheLastDay) {
  EXPECT_EQ(FirstTarget(InOrder(v1::ORDER_BY_START_TIME_DESC)),
            "/bookings?limit=100&dateFrom=2027-03-23&dateTo=2027-04-01");
  EXPECT_EQ(FirstTarget(InOrder(v1::ORDER_BY_START_TIME_ASC)),
            "/bookings?limit=100&dateFrom=2026-10-31&dateTo=2026-11-09");
}

TEST(TiquoAdminOrder, AListByStartGoesOnADayBeforeItsPlace) {
  ListQuery query = InOrder(v1::ORDER_BY_START_TIME_ASC);
  query.resume_from = *ParseInstant("2026-12-05T15:00:00Z");
  EXPECT_TRUE(PlanOf(*Admin(), query).starts_at_resume);
  EXPECT_EQ(FirstTarget(query), "/bookings?limit=100&dateFrom=2026-12-03&dateTo=2026-12-12");
  query.order = v1::ORDER_BY_START_TIME_DESC;
  EXPECT_TRUE(PlanOf(*Admin(), query).starts_at_resume);
  EXPECT_EQ(FirstTarget(query), "/bookings?limit=100&dateFrom=2026-11-28&dateTo=2026-12-07");
  query.order = v1::ORDER_BY_CREATE_TIME_ASC;
  EXPECT_FALSE(PlanOf(*Admin(), query).starts_at_resume);
  EXPECT_EQ(FirstTarget(query), FirstTarget({}));
}

// That a filter asks for more than is read stays true for the rest of the list.
TEST(TiquoAdminOrder, AListThatGoesOnStillSaysWhatIsNotCovered) {
  ListQuery query = Between("2026-10-01T00:00:00Z", "");
  query.order = v1::ORDER_BY_START_TIME_ASC;
  query.resume_from = *ParseInstant("2027-03-30T15:00:00Z");
  FakeVendor vendor;
  EXPECT_THAT(WalkAll(*Admin(), vendor, query).notes,
              ElementsAre(v1::SOURCE_NOTE_RANGE_NOT_COVERED));
  EXPECT_EQ(vendor.calls, 1);
}

TEST(TiquoAdminOrder, RowsOfOtherDaysThanAskedForSayNothingOfTheRest) {
  const auto admin = Admin();
  const ListQuery query = InOrder(v1::ORDER_BY_START_TIME_ASC);
  const auto own = List(*admin, {AdminBody({R"({"id":"a","date":"2026-11-02"})"})}, query);
  EXPECT_EQ(own.answer->rest_from, ParseInstant("2026-11-08T00:00:00Z"));
  const auto foreign = List(*admin, {AdminBody({R"({"id":"a","date":"2027-01-02"})"})}, query);
  EXPECT_EQ(foreign.answer->rest_from, std::nullopt);
}

TEST(TiquoAdminPage, IsInOrderOfIdsAsTheVendorsOrderIsUndocumented) {
  const auto admin = Admin();
  const auto played = List(
      *admin, {AdminBody({R"({"id":"c","date":"2026-11-02"})", R"({"id":"a","date":"2026-11-03"})",
                          R"({"id":"b","date":"2026-11-01"})"})});
  ASSERT_TRUE(played.answer.ok()) << played.answer.status();
  std::vector<std::string> ids;
  for (const v1::Booking* booking : played.answer->bookings) ids.push_back(booking->vendor_id());
  EXPECT_THAT(ids, ElementsAre("a", "b", "c"));
}

// What a page of this one row says, read with this cursor.
std::vector<v1::SourceNote> NotesOf(const char* row, const ListQuery& query, const char* cursor) {
  const auto admin = Admin();
  const auto played = List(*admin, {AdminBody({row})}, query, cursor);
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  EXPECT_THAT(played.answer->bookings, SizeIs(1));
  return played.answer->notes;
}

TEST(TiquoAdminPage, TellsThatEarlierWindowsMayHaveBroughtItsRows) {
  constexpr const char* kDated = R"({"id":"a","date":"2026-11-12"})";
  constexpr const char* kUndated = R"({"id":"a","date":"soon"})";
  constexpr const char* kForeign = R"({"id":"a","date":"2027-01-02"})";
  constexpr const char* kLater = "2026-11-09.8";
  EXPECT_THAT(NotesOf(kDated, {}, kLater), IsEmpty());
  EXPECT_THAT(NotesOf(kUndated, {}, kLater), ElementsAre(v1::SOURCE_NOTE_REPLAYED));
  EXPECT_THAT(NotesOf(kForeign, {}, kLater),
              ElementsAre(v1::SOURCE_NOTE_RANGE_NOT_COVERED, v1::SOURCE_NOTE_REPLAYED));
}

TEST(TiquoAdminPage, RepeatsNothingInTheFirstWindowAndWhereTheGatewaySorts) {
  constexpr const char* kUndated = R"({"id":"a"})";
  EXPECT_THAT(NotesOf(kUndated, {}, ""), IsEmpty());
  EXPECT_THAT(NotesOf(kUndated, InOrder(v1::ORDER_BY_CREATE_TIME_ASC), "2026-11-09.8"), IsEmpty());
}

TEST(TiquoAdminPage, TheClientsEnvelopeIsNotTheAdmins) {
  const auto admin = Admin();
  EXPECT_EQ(ReasonOf(List(*admin, {ClientBody("")}).answer.status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST(TiquoAdminCursor, GarbageIsRefusedWithoutACall) {
  const auto admin = Admin();
  for (const char* cursor :
       {"x", "2026-12-05", "2026-12-05.", "2026-12-05.0", "2026-12-05.257", "2026-12-05.8.",
        "2026-12-05.8.0", "2026-12-05.1.12", "2026-12-05.1.0.0", "2026-12-05.08", "2026-12-05.+8",
        "2026-12-05x8", "2026-10-31.8", "2027-04-01.8", "2026-02-30.8", "2026-12-05.1.-1"}) {
    const auto played = List(*admin, {}, {}, cursor);
    EXPECT_THAT(played.requests, IsEmpty()) << cursor;
    EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << cursor;
  }
}

TEST(TiquoAdminPlan, NamesWhatTheVendorNarrows) {
  ListQuery query = Between("2026-12-05T05:00:00Z", "");
  query.filter.add_statuses(v1::BOOKING_STATUS_COMPLETED);
  (*query.filter.mutable_vendor_filter()->mutable_fields())["search"].set_string_value("ada");
  EXPECT_THAT(PlanOf(*Admin(), query).pushed_down,
              ElementsAre("start_time", "statuses", "vendor_filter"));
  EXPECT_THAT(PlanOf(*Admin()).pushed_down, IsEmpty());
}

TEST(TiquoAdminGet, AnIdOfDotsIsNoPath) {
  for (const char* id : {".", ".."}) {
    const auto played = Play(Admin()->GetBooking(id, v1::BOOKING_VIEW_FULL), {});
    EXPECT_THAT(played.requests, IsEmpty());
    EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  }
}

TEST(TiquoAdminGet, EscapesTheId) {
  const auto admin = Admin();
  const auto played = Play(admin->GetBooking("a/b?c", v1::BOOKING_VIEW_FULL), {});
  ASSERT_THAT(played.requests, SizeIs(1));
  EXPECT_EQ(played.requests[0].target, "/bookings/a%2Fb%3Fc");
  EXPECT_EQ(played.requests[0].purpose, Purpose::kGetBooking);
}

}  // namespace
}  // namespace bookings::tiquo
