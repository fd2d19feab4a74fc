// Lists: resumed where they broke, honest about how they ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <concepts>
#include <ranges>
#include <thread>
#include <utility>

#include "tests/unit/clients/cpp/made_up.h"

namespace bookings::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

static_assert(std::ranges::input_range<BookingList>);
static_assert(std::ranges::input_range<SlotList>);
static_assert(!std::ranges::forward_range<BookingList>);
static_assert(std::input_iterator<std::ranges::iterator_t<BookingList>>);
static_assert(std::movable<BookingList> && !std::copyable<BookingList>);
static_assert(std::same_as<std::ranges::range_value_t<BookingList>, Result<v1::Booking>>);

std::vector<std::string> TokensOf(const FakeGateway& gateway) {
  std::vector<std::string> tokens;
  for (const Heard& heard : gateway.heard()) tokens.push_back(heard.page_token);
  return tokens;
}

v1::SourceError VendorRefused() {
  v1::SourceError error;
  error.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  error.set_reason(v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  error.set_message("the vendor refuses");
  return error;
}

TEST(ListsTest, AllPagesAreOneRange) {
  FakeGateway gateway;
  AddNumbered(gateway, 25);
  BookingList list = gateway.MakeClient().ListBookings(SmallPages(4));
  EXPECT_FALSE(list.complete());
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(25));
  EXPECT_FALSE(outcome.error);
  EXPECT_TRUE(list.complete());
  EXPECT_EQ(list.sources().at("connections/tokyo").state(), v1::SOURCE_STATE_COMPLETE);
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ListsTest, NothingIsAList) {
  FakeGateway gateway;
  BookingList list = gateway.MakeClient().ListBookings();
  EXPECT_THAT(ReadAll(list).names, IsEmpty());
  EXPECT_TRUE(list.complete());
}

TEST(ListsTest, CutAnywhereNothingIsMissingAndNothingComesTwice) {
  for (int pages = 0; pages <= 7; ++pages) {
    FakeGateway gateway;
    AddNumbered(gateway, 25);
    gateway.Inject({.after_pages = pages});
    BookingList list = gateway.MakeClient().ListBookings(SmallPages(4));
    const Outcome outcome = ReadAll(list);
    EXPECT_EQ(outcome.names, NumberedNames(25)) << pages;
    EXPECT_FALSE(outcome.error) << pages;
    EXPECT_TRUE(list.complete()) << pages;
    EXPECT_EQ(gateway.heard().size(), pages < 7 ? 2U : 1U) << pages;
  }
}

TEST(ListsTest, CutAgainAndAgain) {
  FakeGateway gateway;
  AddNumbered(gateway, 10);
  gateway.Inject({.after_pages = 2});
  gateway.Inject({.error = {.code = absl::StatusCode::kCancelled}, .after_pages = 1});
  gateway.Inject({.error = {.code = absl::StatusCode::kAborted}, .after_pages = 0});
  gateway.Inject({.error = {.code = absl::StatusCode::kOk}, .after_pages = 1});
  BookingList list = gateway.MakeClient().ListBookings(SmallPages(2));
  EXPECT_EQ(ReadAll(list).names, NumberedNames(10));
  EXPECT_THAT(TokensOf(gateway), ElementsAre("", "fake-4", "fake-6", "fake-6", "fake-8"));
}

TEST(ListsTest, AListWithALimitCut) {
  FakeGateway gateway;
  AddNumbered(gateway, 25);
  gateway.Inject({.after_pages = 2});
  v1::ListBookingsRequest request = SmallPages(4);
  request.set_limit(10);
  BookingList list = gateway.MakeClient().ListBookings(request);
  EXPECT_EQ(ReadAll(list).names, NumberedNames(10));
}

TEST(ListsTest, AttemptsInARowAreBounded) {
  FakeGateway gateway;
  AddNumbered(gateway, 10);
  gateway.Inject({.after_pages = 1});
  for (int i = 0; i < 2; ++i) gateway.Inject({.after_pages = 0});
  BookingList list = gateway.MakeClient({.retry = {.attempts = 3}}).ListBookings(SmallPages(2));
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(2));
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(outcome.error->reason, Reason::kNone);
  EXPECT_EQ(outcome.error->page_token, "fake-2");
  EXPECT_FALSE(list.complete());
}

TEST(ListsTest, APageStartsTheCountAnew) {
  FakeGateway gateway;
  AddNumbered(gateway, 20);
  for (int i = 0; i < 9; ++i) gateway.Inject({.after_pages = 1});
  BookingList list = gateway.MakeClient({.retry = {.attempts = 2}}).ListBookings(SmallPages(2));
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(20));
  EXPECT_FALSE(outcome.error);
}

TEST(ListsTest, AnEndWithoutCompleteIsNoEnd) {
  FakeGateway gateway;
  AddNumbered(gateway, 4);
  gateway.Inject({.error = {.code = absl::StatusCode::kOk}, .after_pages = 1});
  BookingList list = gateway.MakeClient({.retry = {.attempts = 1}}).ListBookings(SmallPages(2));
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(2));
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->reason, Reason::kIncomplete);
  EXPECT_EQ(outcome.error->page_token, "fake-2");
}

TEST(ListsTest, WhatIsRefusedIsNotTriedAgain) {
  FakeGateway gateway;
  AddNumbered(gateway, 4);
  gateway.Inject({.error = {.code = absl::StatusCode::kInvalidArgument,
                            .reason = Reason::kPageTokenMismatch}});
  BookingList list = gateway.MakeClient().ListBookings();
  const Outcome outcome = ReadAll(list);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->reason, Reason::kPageTokenMismatch);
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ListsTest, TheDelayThatIsAskedForIsWaited) {
  FakeGateway gateway;
  AddNumbered(gateway, 4);
  gateway.Inject({.error = {.code = absl::StatusCode::kResourceExhausted,
                            .reason = Reason::kGatewayOverloaded,
                            .retry_delay = absl::Seconds(42)}});
  BookingList list = gateway.MakeClient().ListBookings();
  EXPECT_EQ(ReadAll(list).names, NumberedNames(4));
  EXPECT_EQ(gateway.waited(), absl::Seconds(42));
}

TEST(ListsTest, FailedSourcesAreToldBehindEverythingElse) {
  FakeGateway gateway;
  AddNumbered(gateway, 5);
  gateway.FailSource("connections/porto", VendorRefused());
  BookingList list = gateway.MakeClient().ListBookings(SmallPages(2));
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(5));
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->reason, Reason::kSourcesFailed);
  ASSERT_EQ(outcome.error->failed_sources.size(), 1U);
  EXPECT_EQ(outcome.error->failed_sources[0].connection(), "connections/porto");
  EXPECT_EQ(outcome.error->message,
            "the list lacks bookings of connections/porto (the vendor refuses)");
  EXPECT_EQ(outcome.error->page_token, "fake-5");
  EXPECT_FALSE(list.complete());
}

TEST(ListsTest, FailedSourcesCanBeAllowed) {
  FakeGateway gateway;
  AddNumbered(gateway, 5);
  gateway.FailSource("connections/porto", VendorRefused());
  BookingList list =
      gateway.MakeClient().ListBookings(SmallPages(2), {.allow_failed_sources = true});
  const Outcome outcome = ReadAll(list);
  EXPECT_EQ(outcome.names, NumberedNames(5));
  EXPECT_FALSE(outcome.error);
  EXPECT_FALSE(list.complete());
  EXPECT_EQ(list.failed_sources().size(), 1U);
}

TEST(ListsTest, TheTokenIsBehindThePageThatWasHandedOut) {
  FakeGateway gateway;
  AddNumbered(gateway, 6);
  v1::ListBookingsRequest request = SmallPages(2);
  request.set_page_token("fake-1");
  BookingList list = gateway.MakeClient().ListBookings(request);
  std::vector<std::string> tokens;
  for (const auto& booking : list) {
    ASSERT_TRUE(booking.ok());
    tokens.push_back(list.page_token());
  }
  EXPECT_THAT(tokens, ElementsAre("fake-1", "fake-1", "fake-3", "fake-3", "fake-5"));
  EXPECT_EQ(list.page_token(), "");
}

TEST(ListsTest, ALoopThatIsLeftEarlyAsksForNoMore) {
  FakeGateway gateway;
  AddNumbered(gateway, 100);
  const Client client = gateway.MakeClient();
  for (const auto& booking : client.ListBookings(SmallPages(1))) {
    if (booking->name() == NumberedName(3)) break;
  }
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ListsTest, AListThatIsNotReadAsksForNothing) {
  FakeGateway gateway;
  { const BookingList list = gateway.MakeClient().ListBookings(); }
  EXPECT_THAT(gateway.heard(), IsEmpty());
}

TEST(ListsTest, AViewAndAMoveLoseNothing) {
  FakeGateway gateway;
  AddNumbered(gateway, 9);
  BookingList list = gateway.MakeClient().ListBookings(SmallPages(2));
  std::vector<std::string> names;
  for (auto& booking : list | std::views::take(3)) names.push_back(booking->name());
  BookingList moved = std::move(list);
  // The loop goes on with the element that was reached.
  for (const std::string& name : ReadAll(moved).names) {
    if (name != names.back()) names.push_back(name);
  }
  EXPECT_EQ(names, NumberedNames(9));
}

TEST(ListsTest, ItemsCanBeTakenOut) {
  FakeGateway gateway;
  AddNumbered(gateway, 3);
  std::vector<v1::Booking> taken;
  for (auto& booking : gateway.MakeClient().ListBookings()) taken.push_back(*std::move(booking));
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[2].name(), NumberedName(2));
}

TEST(ListsTest, AreStoppedFromAnotherThread) {
  FakeGateway gateway;
  AddNumbered(gateway, 4);
  gateway.Inject({.after_pages = 1, .silent = true});
  std::stop_source stop;
  BookingList list = gateway.MakeClient().ListBookings(SmallPages(2), {.stop = stop.get_token()});
  auto it = list.begin();
  ++it;
  std::jthread stopper([&stop] { stop.request_stop(); });
  ++it;
  ASSERT_NE(it, list.end());
  ASSERT_FALSE(it->ok());
  EXPECT_EQ(it->error().reason, Reason::kCancelled);
  EXPECT_EQ(it->error().page_token, "fake-2");
  ++it;
  EXPECT_EQ(it, list.end());
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ListsTest, HaveADeadline) {
  FakeGateway gateway;
  AddNumbered(gateway, 4);
  gateway.Inject({.after_pages = 1, .silent = true});
  BookingList list =
      gateway.MakeClient().ListBookings(SmallPages(2), {.timeout = absl::Milliseconds(50)});
  const Outcome outcome = ReadAll(list);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(outcome.error->reason, Reason::kDeadlineExceeded);
  EXPECT_EQ(gateway.heard().size(), 1U);
}

TEST(ListsTest, OutliveTheirClient) {
  FakeGateway gateway;
  AddNumbered(gateway, 9);
  auto client = std::make_unique<Client>(gateway.MakeClient());
  BookingList list = client->ListBookings(SmallPages(2));
  client.reset();
  EXPECT_EQ(ReadAll(list).names, NumberedNames(9));
}

TEST(ListsDeathTest, AFailureIsNotReadAsABooking) {
  EXPECT_DEATH(
      {
        FakeGateway gateway;
        AddNumbered(gateway, 4);
        gateway.Inject({.error = {.code = absl::StatusCode::kInternal}, .after_pages = 1});
        for (const auto& booking : gateway.MakeClient().ListBookings(SmallPages(2))) {
          (void)booking->name();
        }
      },
      "the value of a failed call was read: INTERNAL");
}

TEST(SlotListsTest, AreResumedToo) {
  FakeGateway gateway;
  for (int i = 0; i < 10; ++i) {
    v1::Slot slot;
    slot.mutable_start_time()->set_seconds(1000 + i);
    gateway.AddSlot("connections/tokyo", slot);
  }
  gateway.Inject({.after_pages = 2});
  v1::ListSlotsRequest request;
  request.set_connection("connections/tokyo");
  request.set_page_size(3);
  std::vector<int64_t> starts;
  for (const auto& slot : gateway.MakeClient().ListSlots(request)) {
    starts.push_back(slot->start_time().seconds());
  }
  EXPECT_THAT(starts, ElementsAre(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009));
  EXPECT_EQ(gateway.heard().size(), 2U);
}

}  // namespace
}  // namespace bookings::client
