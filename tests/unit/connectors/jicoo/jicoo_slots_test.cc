// Jicoo's slots: seven days a call, starts without ends.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/jicoo/jicoo_write_fixture.h"

namespace bookings::jicoo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLesson[] =
    R"({"data":{"uid":"b7Yw-1QeRt5u","name":"Trial lesson","status":"enable","duration":30}})";

SlotQuery Range(std::string_view from, std::string_view to) {
  SlotQuery query;
  query.service_id = kEventType;
  query.from = At(from);
  query.to = At(to);
  query.now = At("2026-11-18T00:00:00Z");
  return query;
}

SlotQuery OneDay() { return Range("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"); }

absl::StatusOr<SlotPlan> SlotPlanOf(const SlotQuery& query,
                                    const HttpResponse& type = Answer(200, kLesson)) {
  const auto connector = Studio();
  return PlayAnswers(*connector, connector->PlanSlots(query), {type}).answer;
}

testing::Played<SlotPage> Read(const SlotQuery& query, const HttpResponse& answer,
                               const HttpResponse& type = Answer(200, kLesson)) {
  config::v1::ConnectionConfig config = StudioConfig();
  config.set_time_zone("Asia/Tokyo");
  const auto connector = MakeConnector(config);
  const auto plan = PlayAnswers(*connector, connector->PlanSlots(query), {type}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return {};
  return PlayAnswers(*connector, connector->ListSlots(*plan, plan->windows.at(0), ""), {answer});
}

std::vector<FoundSlot> SlotsIn(const std::string& entries, const SlotQuery& query = OneDay()) {
  const auto page = Read(query, SlotsAnswer(entries)).answer;
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->slots : std::vector<FoundSlot>();
}

TEST(JicooSlots, ReadTheEventTypeFirst) {
  const auto connector = Studio();
  const auto played = PlayAnswers(*connector, connector->PlanSlots(OneDay()), {});
  const HttpRequest& request = played.requests.at(0);
  EXPECT_EQ(request.target, "/v1/event_types/b7Yw-1QeRt5u");
  EXPECT_EQ(request.purpose, Purpose::kListSlots);
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  EXPECT_EQ(request.effect, Effect::kReads);
}

TEST(JicooTraps, SlotsAreReadSevenDaysACall) {
  EXPECT_THAT(SlotPlanOf(Range("2026-11-20T03:00:00Z", "2026-12-05T00:00:00Z"))->windows,
              ElementsAre("2026-11-20T03:00:00.000Z 2026-11-27T03:00:00.000Z",
                          "2026-11-27T03:00:00.000Z 2026-12-04T03:00:00.000Z",
                          "2026-12-04T03:00:00.000Z 2026-12-05T00:00:00.000Z"));
}

TEST(JicooSlots, AskForThePeriodInUtcMilliseconds) {
  const auto played = Read(OneDay(), SlotsAnswer(""));
  EXPECT_EQ(played.requests.at(0).target,
            "/v1/event_types/b7Yw-1QeRt5u/available_schedules?periodStart=2026-11-21T00%3A00%3A00."
            "000Z&periodEnd=2026-11-22T00%3A00%3A00.000Z");
  EXPECT_EQ(played.requests[0].purpose, Purpose::kListSlots);
  EXPECT_THAT(played.answer->slots, IsEmpty());
  EXPECT_EQ(played.answer->next_cursor, std::nullopt);
}

TEST(JicooSlots, AreAskedForInAllOfARangeThatTheVendorsMillisecondsDoNotHold) {
  EXPECT_THAT(SlotPlanOf(Range("2026-11-21T00:00:00.0009Z", "2026-11-21T00:00:01.0001Z"))->windows,
              ElementsAre("2026-11-21T00:00:00.000Z 2026-11-21T00:00:01.001Z"));
}

TEST(JicooSlots, ThatArePastAreAskedForOnlyIfTheyAreShown) {
  SlotQuery query = Range("2026-11-17T00:00:00Z", "2026-11-19T00:00:00Z");
  EXPECT_THAT(SlotPlanOf(query)->windows,
              ElementsAre("2026-11-18T00:00:00.000Z 2026-11-19T00:00:00.000Z"));
  query.unavailable = UnavailableSlots::kShow;
  EXPECT_THAT(SlotPlanOf(query)->windows,
              ElementsAre("2026-11-17T00:00:00.000Z 2026-11-19T00:00:00.000Z"));
  query = Range("2026-11-16T00:00:00Z", "2026-11-17T00:00:00Z");
  EXPECT_THAT(SlotPlanOf(query)->windows, IsEmpty());
}

TEST(JicooSlots, OfTooLongARangeOrOfNightsAreRefused) {
  EXPECT_THAT(SlotPlanOf(Range("2027-01-01T00:00:00Z", "2034-01-06T00:00:00Z"))->windows,
              SizeIs(366));
  EXPECT_EQ(ReasonOf(SlotPlanOf(Range("2027-01-01T00:00:00Z", "2034-01-07T00:00:00Z")).status()),
            v1::ERROR_REASON_INVALID_REQUEST);
  SlotQuery nights = OneDay();
  nights.nights = NightRange{};
  EXPECT_EQ(ReasonOf(SlotPlanOf(nights).status()), v1::ERROR_REASON_INVALID_REQUEST);
  SlotQuery step_up = OneDay();
  step_up.service_id = "..";
  EXPECT_EQ(ReasonOf(SlotPlanOf(step_up).status()), v1::ERROR_REASON_INVALID_REQUEST);
}

TEST(JicooTraps, ASlotEndsAfterTheEventTypesDuration) {
  const FoundSlot found = SlotsIn(Entry("2026-11-21T01:00:00.000Z", "2")).at(0);
  EXPECT_EQ(FromTimestamp(found.slot.start_time()), At("2026-11-21T01:00:00Z"));
  EXPECT_EQ(FromTimestamp(found.slot.end_time()), At("2026-11-21T01:30:00Z"));
  EXPECT_EQ(found.slot.capacity_left(), 2);
  EXPECT_TRUE(found.slot.available());
  EXPECT_EQ(found.slot.service().id(), kEventType);
  EXPECT_EQ(found.slot.service().name(), "Trial lesson");
  EXPECT_EQ(found.slot.time_zone(), "Asia/Tokyo");
  EXPECT_EQ(found.reference.service_id(), kEventType);
  EXPECT_EQ(FromTimestamp(found.reference.start_time()), At("2026-11-21T01:00:00Z"));
  EXPECT_EQ(FromTimestamp(found.reference.end_time()), At("2026-11-21T01:30:00Z"));
}

TEST(JicooSlots, OfAnEventTypeThatTheKeyMayNotReadHaveNoEnd) {
  const auto page = Read(OneDay(), SlotsAnswer(Entry(kStart)), Refusal(403)).answer;
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_FALSE(page->slots.at(0).slot.has_end_time());
  EXPECT_FALSE(page->slots[0].reference.has_end_time());
}

TEST(JicooSlots, HaveNoEndWhereTheDurationCannotBeOne) {
  for (const char* duration : {"0", "-30", "null", "\"30\"", "44641"}) {
    const HttpResponse type = Answer(200, R"({"data":{"duration":)" + std::string(duration) + "}}");
    const auto page = Read(OneDay(), SlotsAnswer(Entry(kStart)), type).answer;
    EXPECT_FALSE(page->slots.at(0).slot.has_end_time()) << duration;
  }
}

TEST(JicooSlots, OfAnUnknownEventTypeAreAMissingResource) {
  EXPECT_EQ(ReasonOf(SlotPlanOf(OneDay(), Refusal(404)).status()),
            v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
  EXPECT_EQ(ReasonOf(SlotPlanOf(OneDay(), Answer(200, R"({"data":[]})")).status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST(JicooSlots, ThatAreFullOrPastAreNotAvailable) {
  SlotQuery query = OneDay();
  query.unavailable = UnavailableSlots::kShow;
  query.now = At("2026-11-21T00:30:00Z");
  const auto slots =
      SlotsIn(Entry("2026-11-21T00:00:00Z") + "," + Entry("2026-11-21T01:00:00Z", "0") + "," +
                  Entry("2026-11-21T02:00:00Z", "null"),
              query);
  ASSERT_THAT(slots, SizeIs(3));
  EXPECT_FALSE(slots[0].slot.available());
  EXPECT_FALSE(slots[1].slot.available());
  EXPECT_TRUE(slots[2].slot.available());
  EXPECT_FALSE(slots[2].slot.has_capacity_left());
}

TEST(JicooSlots, OutsideTheirWindowOrWithoutAStartAreLeftOut) {
  const auto slots = SlotsIn(Entry("2026-11-20T23:59:59Z") + "," + Entry("2026-11-22T00:00:00Z") +
                             "," + Entry("soon") + R"(,{},7,)" + Entry("2026-11-21T00:00:00Z"));
  ASSERT_THAT(slots, SizeIs(1));
  EXPECT_EQ(FromTimestamp(slots[0].slot.start_time()), At("2026-11-21T00:00:00Z"));
}

TEST(JicooSlots, RememberTheZoneThatTheyWereAskedIn) {
  EXPECT_THAT(SlotsIn(Entry(kStart)).at(0).reference.vendor(), IsEmpty());
  SlotQuery query = OneDay();
  query.time_zone = "Europe/Prague";
  EXPECT_EQ(SlotsIn(Entry(kStart), query).at(0).reference.vendor().at("timeZone"), "Europe/Prague");
}

TEST(JicooSlots, AnswersAndWindowsThatCannotBeReadAreFailures) {
  EXPECT_EQ(ReasonOf(Read(OneDay(), Answer(200, R"({"data":{}})")).answer.status()),
            v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_EQ(ReasonOf(Read(OneDay(), Refusal(429)).answer.status()),
            v1::ERROR_REASON_VENDOR_RATE_LIMITED);
  const auto connector = Studio();
  const SlotPlan plan = *SlotPlanOf(OneDay());
  for (const char* window :
       {"", "x y", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z 2026-11-21",
        "2026-11-21T00:00:00Z 2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z 2026-11-28T00:00:01Z"}) {
    EXPECT_EQ(ReasonOf(testing::Play(connector->ListSlots(plan, window, ""), {}).answer.status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << window;
  }
}

}  // namespace
}  // namespace bookings::jicoo
