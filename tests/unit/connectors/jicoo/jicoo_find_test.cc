// How a creation at Jicoo whose answer was lost is looked for.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/jicoo/jicoo_write_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::_;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kOld[] = "2026-11-18T05:09:59Z";
constexpr char kLater[] = "2026-11-21T01:30:00.000Z";
constexpr char kByStart[] =
    "/v1/"
    "bookings?page=1&perPage=50&startedAt=2026-11-21T01%3A00%3A00.000Z&order=startedAt&sort=asc";
constexpr char kMore[] = R"(,"nextPage":2)";

// Mika's order; the attempt began at 05:12:00.
testing::Played<FoundBookings> Find(const std::vector<HttpResponse>& answers) {
  const auto connector = Studio();
  const CreatePlan plan = *testing::Play(connector->PlanCreate(Order()), {}).answer;
  return PlayAnswers(*connector, connector->FindCreated(plan, Identity()), answers);
}

HttpResponse Listed(const std::vector<VendorBooking>& bookings, const std::string& paging = "") {
  std::string items;
  for (const VendorBooking& booking : bookings) items += (items.empty() ? "" : ",") + Text(booking);
  return Answer(200, ListBody(items, paging));
}

// The same where a page cannot hold all that starts then: `answers` are those behind it.
testing::Played<FoundBookings> FindAmongNewest(std::vector<HttpResponse> answers) {
  answers.insert(answers.begin(), Listed({{.event_type = "e"}}, kMore));
  return Find(answers);
}

std::vector<std::string> IdsOf(const testing::Played<FoundBookings>& played) {
  std::vector<std::string> ids;
  EXPECT_TRUE(played.answer.ok()) << played.answer.status();
  if (!played.answer.ok()) return ids;
  for (const v1::Booking& booking : played.answer->bookings) ids.push_back(booking.vendor_id());
  return ids;
}

TEST(JicooFind, ReadsThePageOfTheStartAndTheContactsOfWhatLooksAlike) {
  const auto played = Find({Listed({{}, {.uid = "x", .started = kLater}}, kMore), Contacts()});
  EXPECT_THAT(IdsOf(played), ElementsAre(kUid));
  EXPECT_THAT(TargetsOf(played), ElementsAre(kByStart, "/v1/bookings/Zk3_pQ9xLm2A/contacts"));
  for (const HttpRequest& request : played.requests) {
    EXPECT_EQ(request.effect, Effect::kReads);
    EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  }
  const v1::Booking& booking = played.answer->bookings[0];
  EXPECT_EQ(booking.customers(0).display_name(), "Mika Sato");
  EXPECT_EQ(booking.title(), "Trial lesson");
}

TEST(JicooFind, ReadsTheNewestWhereOneStartFillsThePage) {
  const auto played = Find({Listed({{.uid = "other"}}, kMore),
                            Listed({{}, {.uid = "old", .created = kOld}}, kMore), Contacts()});
  EXPECT_THAT(IdsOf(played), ElementsAre(kUid));
  EXPECT_THAT(TargetsOf(played),
              ElementsAre(kByStart, "/v1/bookings?page=1&perPage=50&order=createdAt&sort=desc", _));
}

// Were it taken as it is, a booking that was made could pass for one that was not.
TEST(JicooFind, ReadsTheNewestWhereThePageOfTheStartCannotBeTrusted) {
  const VendorBooking later{.uid = "x", .started = kLater};
  const std::vector<HttpResponse> untrusted = {
      // Out of order: what starts then may stand anywhere.
      Listed({later, {.uid = "y", .event_type = "e"}, later}, kMore),
      // No order can be seen.
      Listed({{.uid = "y", .started = ""}, later}, kMore),
      // A booking that cannot be read may be ours.
      Listed({{.uid = ""}, later}, kMore),
  };
  for (const HttpResponse& page : untrusted) {
    EXPECT_THAT(IdsOf(Find({page, Listed({{}}), Contacts()})), ElementsAre(kUid)) << page.body;
  }
}

TEST(JicooFind, TakesNoOtherStartEventTypeGuestOrTime) {
  EXPECT_THAT(
      IdsOf(
          Find({Listed({{.event_type = "B7yw-1QeRt5u"}, {.created = kOld}, {.started = kLater}})})),
      IsEmpty());
  EXPECT_THAT(IdsOf(Find({Listed({{}}), Contacts("Mika@example.com")})), IsEmpty());
  EXPECT_THAT(IdsOf(Find({Listed({})})), IsEmpty());
}

TEST(JicooFind, AllowsTwoMinutesBetweenTheClocks) {
  EXPECT_THAT(IdsOf(Find({Listed({{.created = "2026-11-18T05:10:00.000Z"}}), Contacts()})),
              ElementsAre(kUid));
}

TEST(JicooFind, ReadsDomainsWithoutCase) {
  EXPECT_THAT(IdsOf(Find({Listed({{}}), Contacts(" mika@Example.COM ")})), ElementsAre(kUid));
}

TEST(JicooFind, SeesAllThatLookAlike) {
  EXPECT_THAT(IdsOf(Find({Listed({{.uid = "a"}, {.uid = "b"}}), Contacts(), Contacts()})),
              UnorderedElementsAre("a", "b"));
}

TEST(JicooFind, ABookingThatWasCancelledMeanwhileWasMade) {
  const auto played = Find({Listed({{.status = "cancel"}}), Contacts()});
  EXPECT_THAT(IdsOf(played), ElementsAre(kUid));
}

TEST(JicooFind, GoesBackOverPagesToTheBeginningOfTheAttempt) {
  const auto played = FindAmongNewest(
      {Listed({{.uid = "x", .started = kLater}}, kMore), Listed({{}}, R"(,"nextPage":3)"),
       Listed({{}, {.created = kOld}}, R"(,"nextPage":4)"), Contacts()});
  EXPECT_THAT(IdsOf(played), ElementsAre(kUid));
  EXPECT_EQ(played.requests.at(3).target,
            "/v1/bookings?page=3&perPage=50&order=createdAt&sort=desc");
}

TEST(JicooFind, GoesOnWhereThePageBreaksItsOrder) {
  const VendorBooking newer{.uid = "x", .event_type = "e", .created = "2026-11-18T05:13:00Z"};
  const VendorBooking older{.uid = "y", .event_type = "e", .created = kOld};
  EXPECT_THAT(
      IdsOf(FindAmongNewest({Listed({older, newer, older}, kMore), Listed({{}}), Contacts()})),
      ElementsAre(kUid));
  EXPECT_THAT(
      IdsOf(FindAmongNewest({Listed({{.uid = "z", .event_type = "e", .created = ""}, older}, kMore),
                             Listed({{}}), Contacts()})),
      ElementsAre(kUid));
}

TEST(JicooFind, FailsWhereItCannotHaveSeenAll) {
  // Contacts that lag behind their booking.
  EXPECT_EQ(ReasonOf(Find({Listed({{}}), Answer(200, R"({"data":[]})")}).answer.status()),
            v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  EXPECT_FALSE(Find({Listed({{}}), Refusal(404)}).answer.ok());
  EXPECT_EQ(ReasonOf(FindAmongNewest({Listed({{.uid = ""}})}).answer.status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_FALSE(Find({Listed({{.uid = ".."}})}).answer.ok());
  EXPECT_FALSE(Find({Refusal(500)}).answer.ok());
  EXPECT_FALSE(FindAmongNewest({Refusal(500)}).answer.ok());
  EXPECT_EQ(
      ReasonOf(FindAmongNewest({Listed({{}}, R"(,"nextPage":3)"), Listed({{}}, R"(,"nextPage":3)")})
                   .answer.status()),
      v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST(JicooFind, IsBounded) {
  std::vector<HttpResponse> pages;
  for (int next = 2; next <= 22; ++next) {
    pages.push_back(Listed({{.event_type = "e"}}, R"(,"nextPage":)" + std::to_string(next)));
  }
  const auto played = FindAmongNewest(pages);
  EXPECT_EQ(ReasonOf(played.answer.status()), v1::ERROR_REASON_SCAN_LIMIT_REACHED);
  EXPECT_THAT(played.requests, SizeIs(1 + 20));
}

TEST(JicooFind, WhatIsFoundIsComplete) {
  const auto connector = Studio();
  const v1::Booking found = Find({Listed({{}}), Contacts()}).answer->bookings.at(0);
  const auto completed =
      testing::Play(connector->CompleteCreated(CreatePlan(), Identity(), found), {});
  EXPECT_THAT(completed.requests, IsEmpty());
  EXPECT_EQ(completed.answer->DebugString(), found.DebugString());
}

}  // namespace
}  // namespace bookings::jicoo
