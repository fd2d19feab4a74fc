// HostelMate's slots: one for each room and night, from an availability whose names mislead.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/connectors/hostelmate/hostelmate_write_fixture.h"

namespace bookings::hostelmate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

SlotQuery Nights(std::string_view first, std::string_view end) {
  SlotQuery query;
  query.nights = NightRange{*ParseDate(first), *ParseDate(end)};
  query.now = At("2026-11-20T09:00:00Z");
  return query;
}

std::vector<std::string> WindowsOf(const SlotQuery& query) {
  const auto plan = testing::Play(MakeConnector(SlotsConfig())->PlanSlots(query), {}).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? plan->windows : std::vector<std::string>();
}

// An availability of one room, with these nights.
std::string Rooms(const std::string& nights, std::string_view more = "") {
  return std::string(R"({"days":[{"room_id":")") + kRoom +
         R"(","room_name":"6-bed mixed","room_description":"","image_fullpath":[],"date":[)" +
         nights + "]}]" + std::string(more) + "}";
}

absl::StatusOr<SlotPage> ReadSlots(const std::string& body, const SlotQuery& query,
                                   const config::v1::ConnectionConfig& config = SlotsConfig()) {
  const auto connector = MakeConnector(config);
  const auto plan = testing::Play(connector->PlanSlots(query), {}).answer;
  if (!plan.ok()) return plan.status();
  return PlayAnswers(*connector, connector->ListSlots(*plan, plan->windows.at(0), ""),
                     {Answer(200, body)})
      .answer;
}

// The slots of the nights 5 to 7 December.
std::vector<FoundSlot> SlotsIn(const std::string& body,
                               const config::v1::ConnectionConfig& config = SlotsConfig()) {
  const auto page = ReadSlots(body, Nights("2026-12-05", "2026-12-08"), config);
  EXPECT_TRUE(page.ok()) << page.status();
  return page.ok() ? page->slots : std::vector<FoundSlot>();
}

TEST(HostelmateSlots, AskForNightsWithoutKeyAndIdempotencyKeyAtTheMisspeltAddress) {
  const auto connector = MakeConnector(SlotsConfig());
  const SlotQuery query = Nights("2026-12-05", "2026-12-07");
  const SlotPlan plan = *testing::Play(connector->PlanSlots(query), {}).answer;
  const auto played =
      PlayAnswers(*connector, connector->ListSlots(plan, plan.windows.at(0), ""), {});
  const HttpRequest& request = played.requests.at(0);
  EXPECT_EQ(request.method, HttpMethod::kPost);
  EXPECT_EQ(request.target, "/api/v1/get-new-avilablilty");
  EXPECT_EQ(request.body, R"({"dates":["2026-12-05","2026-12-06"],"property":")" +
                              std::string(kPropertyId) + R"("})");
  ASSERT_THAT(request.headers, SizeIs(1));
  EXPECT_EQ(HeaderOf(request, "Content-Type"), "application/json");
  EXPECT_EQ(request.authorization, Authorization::kNone);
  EXPECT_EQ(request.effect, Effect::kReads);
  EXPECT_EQ(request.replay, ReplaySafety::kSafe);
  EXPECT_EQ(request.purpose, Purpose::kListSlots);
}

TEST(HostelmateSlots, AreReadByFourteenNights) {
  EXPECT_THAT(
      WindowsOf(Nights("2026-12-01", "2027-01-01")),
      ElementsAre("2026-12-01 2026-12-15", "2026-12-15 2026-12-29", "2026-12-29 2027-01-01"));
}

TEST(HostelmateSlots, OfATimeRangeAreTheNightsThatCheckInWithinIt) {
  SlotQuery query;
  query.now = At("2026-11-20T09:00:00Z");
  query.from = At("2026-12-05T15:00:00Z");  // check-in of the 5th, in winter Lisbon is on UTC
  query.to = At("2026-12-07T15:00:00Z");    // exclusive
  EXPECT_THAT(WindowsOf(query), ElementsAre("2026-12-05 2026-12-07"));
  query.from += absl::Seconds(1);
  query.to += absl::Seconds(1);
  EXPECT_THAT(WindowsOf(query), ElementsAre("2026-12-06 2026-12-08"));
}

TEST(HostelmateSlots, OfNoNightAreNoWindow) {
  SlotQuery query;
  query.from = At("2026-12-05T15:00:01Z");
  query.to = At("2026-12-06T14:59:59Z");
  EXPECT_THAT(WindowsOf(query), IsEmpty());
}

TEST(HostelmateSlots, NightsThatAreOverAreNotAskedForUnlessTheyAreToBeShown) {
  SlotQuery query = Nights("2026-11-18", "2026-11-22");
  EXPECT_THAT(WindowsOf(query), ElementsAre("2026-11-20 2026-11-22"));
  query.unavailable = UnavailableSlots::kShow;
  EXPECT_THAT(WindowsOf(query), ElementsAre("2026-11-18 2026-11-22"));
}

TEST(HostelmateSlots, TonightCanBeBookedAfterCheckInAndLastNightCannot) {
  SlotQuery query = Nights("2026-11-19", "2026-11-21");
  query.now = At("2026-11-20T21:00:00Z");
  query.unavailable = UnavailableSlots::kShow;
  const auto page = ReadSlots(Rooms(R"({"date":"2026-11-19","price":27,"available_beds":3},)"
                                    R"({"date":"2026-11-20","price":27,"available_beds":3})"),
                              query);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_FALSE(page->slots.at(0).slot.available());
  EXPECT_TRUE(page->slots.at(1).slot.available());
}

TEST(HostelmateSlots, MoreNightsThanWindowsHoldAreRefused) {
  const auto connector = MakeConnector(SlotsConfig());
  const auto plan =
      testing::Play(connector->PlanSlots(Nights("2026-12-01", "2041-12-01")), {}).answer;
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(HostelmateSlots, TellNightRoomBedsPriceAndDerivedTimes) {
  const auto slots = SlotsIn(Rooms(R"({"date":"2026-12-05","price":27.5,"available_beds":3})"));
  ASSERT_THAT(slots, SizeIs(1));
  const v1::Slot& slot = slots[0].slot;
  EXPECT_EQ(slot.night(), "2026-12-05");
  EXPECT_EQ(FromTimestamp(slot.start_time()), At("2026-12-05T15:00:00Z"));
  EXPECT_EQ(FromTimestamp(slot.end_time()), At("2026-12-06T11:00:00Z"));
  EXPECT_EQ(slot.time_zone(), "Europe/Lisbon");
  EXPECT_EQ(slot.location().id(), kRoom);
  EXPECT_EQ(slot.location().name(), "6-bed mixed");
  EXPECT_EQ(slot.service().id(), kRoom);
  EXPECT_EQ(slot.capacity_left(), 3);
  EXPECT_TRUE(slot.available());
  EXPECT_EQ(slot.price().SerializeAsString(), Euros(27, 500'000'000).SerializeAsString());
}

TEST(HostelmateSlots, ReferToAllThatABookingNeeds) {
  const auto slots = SlotsIn(Rooms(R"({"date":"2026-12-05","price":27,"available_beds":3})"));
  ASSERT_THAT(slots, SizeIs(1));
  const internal::v1::SlotReference& reference = slots[0].reference;
  EXPECT_EQ(reference.room_id(), kRoom);
  EXPECT_EQ(reference.night(), "2026-12-05");
  EXPECT_EQ(reference.price().units(), 27);
  EXPECT_EQ(FromTimestamp(reference.start_time()), At("2026-12-05T15:00:00Z"));
  EXPECT_EQ(FromTimestamp(reference.end_time()), At("2026-12-06T11:00:00Z"));
  EXPECT_EQ(reference.time_zone(), "Europe/Lisbon");
}

TEST(HostelmateSlots, FollowDaylightSavingAtCheckInAndCheckOut) {
  // Lisbon leaves summer time on 25 October 2026.
  SlotQuery query = Nights("2026-10-24", "2026-10-26");
  query.now = At("2026-10-01T00:00:00Z");
  const auto page = ReadSlots(Rooms(R"({"date":"2026-10-24","price":1,"available_beds":1},)"
                                    R"({"date":"2026-10-25","price":1,"available_beds":1})"),
                              query);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(FromTimestamp(page->slots.at(0).slot.start_time()), At("2026-10-24T14:00:00Z"));
  EXPECT_EQ(FromTimestamp(page->slots.at(0).slot.end_time()), At("2026-10-25T11:00:00Z"));
  EXPECT_EQ(FromTimestamp(page->slots.at(1).slot.start_time()), At("2026-10-25T15:00:00Z"));
}

TEST(HostelmateTraps, APriceOfFalseIsANightThatCannotBeBooked) {
  const auto slots = SlotsIn(Rooms(R"({"date":"2026-12-05","price":false,"available_beds":2},)"
                                   R"({"date":"2026-12-06","price":27,"available_beds":0},)"
                                   R"({"date":"2026-12-07","available_beds":1})"));
  ASSERT_THAT(slots, SizeIs(3));
  for (const FoundSlot& found : slots) EXPECT_FALSE(found.slot.available()) << found.slot.night();
  EXPECT_EQ(slots[1].slot.capacity_left(), 0);
}

TEST(HostelmateAssumed, BedsMayBeMissing) {
  const auto slots = SlotsIn(Rooms(R"({"date":"2026-12-05","price":27})"));
  ASSERT_THAT(slots, SizeIs(1));
  EXPECT_TRUE(slots[0].slot.available());
  EXPECT_FALSE(slots[0].slot.has_capacity_left());
}

TEST(HostelmateTraps, PricesCountWhatTheConfigurationSays) {
  const std::string body = Rooms(R"({"date":"2026-12-05","price":2700,"available_beds":1})");
  EXPECT_EQ(SlotsIn(body, SlotsConfig("major")).at(0).slot.price().units(), 2700);
  EXPECT_EQ(SlotsIn(body, SlotsConfig("minor")).at(0).slot.price().units(), 27);
  const FoundSlot unknown = SlotsIn(body, SlotsConfig("")).at(0);
  EXPECT_FALSE(unknown.slot.has_price());
  EXPECT_FALSE(unknown.reference.has_price());
  EXPECT_TRUE(unknown.slot.available());
}

TEST(HostelmateTraps, ThePaymentCurrencyIsInLowerCaseAndAnotherOneHidesPrices) {
  const std::string night = R"({"date":"2026-12-05","price":27,"available_beds":1})";
  const auto priced = [&](std::string_view currency) {
    return SlotsIn(Rooms(night,
                         R"(,"payment_gateway":{"currency":")" + std::string(currency) + R"("})"))
        .at(0)
        .slot.has_price();
  };
  EXPECT_TRUE(priced("eur"));
  EXPECT_FALSE(priced("aed"));
}

TEST(HostelmateSlots, OfOtherRoomsAndNightsThanAskedForAreLeftOut) {
  SlotQuery query = Nights("2026-12-05", "2026-12-06");
  const std::string body =
      Rooms(R"({"date":"2026-12-05","price":27},{"date":"2026-12-06","price":27},)"
            R"({"date":"soon","price":27},7)");
  EXPECT_THAT(ReadSlots(body, query)->slots, SizeIs(1));
  query.service_id = kRoom;
  query.location_ids = {kOtherRoom, kRoom};
  EXPECT_THAT(ReadSlots(body, query)->slots, SizeIs(1));
  query.location_ids = {kOtherRoom};
  EXPECT_THAT(ReadSlots(body, query)->slots, IsEmpty());
  query = Nights("2026-12-05", "2026-12-06");
  query.service_id = kOtherRoom;
  EXPECT_THAT(ReadSlots(body, query)->slots, IsEmpty());
}

TEST(HostelmateSlots, BrokenAnswersFail) {
  const SlotQuery query = Nights("2026-12-05", "2026-12-06");
  for (const char* body : {"{}", R"({"days":{}})", "[", ""}) {
    EXPECT_EQ(ReasonOf(ReadSlots(body, query).status()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID)
        << body;
  }
}

TEST(HostelmateSlots, AWindowThatIsNotOursIsRefused) {
  const auto connector = MakeConnector(SlotsConfig());
  for (const char* window :
       {"", "2026-12-05", "2026-12-05 x", "2026-12-05 2026-12-05", "2026-12-05 2026-12-20"}) {
    const auto page = testing::Play(connector->ListSlots({}, window, ""), {}).answer;
    EXPECT_EQ(ReasonOf(page.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID) << window;
  }
}

TEST(HostelmateSlots, OfAnUnknownPropertyAreAMissingResource) {
  const auto connector = MakeConnector(SlotsConfig());
  EXPECT_EQ(ReasonOf(connector->ExplainFailure(Purpose::kListSlots, Answer(404, ""))),
            v1::ERROR_REASON_VENDOR_RESOURCE_MISSING);
}

TEST(HostelmateSlots, NeedTheProperty) {
  const auto without = Hostel();
  const auto* capability = FindOperation(without->capabilities(), v1::OPERATION_LIST_SLOTS);
  EXPECT_EQ(capability->support(), v1::SUPPORT_NONE);
  EXPECT_THAT(capability->losses(), ElementsAre("Needs the setting hostelmate.property."));
  const auto plan =
      testing::Play(without->PlanSlots(Nights("2026-12-05", "2026-12-06")), {}).answer;
  EXPECT_EQ(ReasonOf(plan.status()), v1::ERROR_REASON_OPERATION_UNSUPPORTED);
  EXPECT_EQ(FindOperation(MakeConnector(SlotsConfig())->capabilities(), v1::OPERATION_LIST_SLOTS)
                ->support(),
            v1::SUPPORT_NATIVE);
}

}  // namespace
}  // namespace bookings::hostelmate
