// Lists page by page, what is told of their retries, and plans.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ranges>

#include "tests/unit/clients/cpp/made_up.h"
#include "tests/unit/clients/cpp/made_up_gateway.h"

namespace bookings::client {
namespace {

using testing::ElementsAre;

static_assert(std::ranges::input_range<BookingPages>);
static_assert(std::ranges::input_range<SlotPages>);
static_assert(std::movable<BookingPages> && !std::copyable<BookingPages>);

// A list that is broken once behind the second page.
class PagesTest : public testing::Test {
 protected:
  PagesTest() {
    AddNumbered(gateway_, 5);
    gateway_.Inject({.after_pages = 2});
  }

  FakeGateway gateway_;
};

TEST_F(PagesTest, ComeAsTheGatewayMakesThem) {
  BookingPages pages = gateway_.MakeClient().ListBookingPages(SmallPages(2));
  std::vector<int> sizes;
  std::vector<std::string> own_tokens;
  std::vector<std::string> tokens_so_far;
  for (const Result<v1::ListBookingsResponse>& page : pages) {
    ASSERT_TRUE(page.ok()) << page.error();
    EXPECT_FALSE(pages.complete());
    sizes.push_back(page->bookings_size());
    own_tokens.push_back(page->next_page_token());
    tokens_so_far.push_back(pages.page_token());
  }
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
  EXPECT_THAT(own_tokens, ElementsAre("fake-2", "fake-4", ""));
  EXPECT_THAT(tokens_so_far, ElementsAre("", "fake-2", "fake-4"));
  EXPECT_TRUE(pages.complete());
  EXPECT_EQ(pages.sources().at("connections/tokyo").state(), v1::SOURCE_STATE_COMPLETE);
  EXPECT_EQ(gateway_.heard().size(), 2U);
}

TEST_F(PagesTest, FailedSourcesAreToldBehindTheLastOne) {
  v1::SourceError refused;
  refused.set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  gateway_.FailSource("connections/porto", refused);
  for (const bool allowed : {false, true}) {
    BookingPages pages =
        gateway_.MakeClient().ListBookingPages(SmallPages(5), {.allow_failed_sources = allowed});
    std::vector<Reason> seen;
    for (const auto& page : pages) seen.push_back(page.ok() ? Reason::kNone : page.error().reason);
    EXPECT_EQ(seen.front(), Reason::kNone);
    EXPECT_EQ(seen.back(), allowed ? Reason::kNone : Reason::kSourcesFailed);
    EXPECT_EQ(seen.size(), allowed ? 1U : 2U);
    EXPECT_EQ(pages.failed_sources().size(), 1U);
    EXPECT_FALSE(pages.complete());
  }
}

TEST_F(PagesTest, AFailureIsTheLastElement) {
  gateway_.Inject({.error = {.code = absl::StatusCode::kInternal}});
  BookingPages pages = gateway_.MakeClient().ListBookingPages(SmallPages(2));
  std::vector<std::string> seen;
  for (const auto& page : pages) {
    seen.push_back(page.ok() ? page->next_page_token() : page.error().page_token);
  }
  EXPECT_THAT(seen, ElementsAre("fake-2", "fake-4", "fake-4"));
}

TEST(SlotPagesTest, AreResumedToo) {
  FakeGateway gateway;
  for (int i = 0; i < 5; ++i) {
    v1::Slot slot;
    slot.mutable_start_time()->set_seconds(1000 + i);
    gateway.AddSlot("connections/tokyo", slot);
  }
  gateway.Inject({.after_pages = 1});
  v1::ListSlotsRequest request;
  request.set_connection("connections/tokyo");
  request.set_page_size(3);
  std::vector<int> sizes;
  SlotPages pages = gateway.MakeClient().ListSlotPages(request);
  for (const auto& page : pages) sizes.push_back(page->slots_size());
  EXPECT_THAT(sizes, ElementsAre(3, 2));
  EXPECT_EQ(gateway.heard().size(), 2U);
}

// ---- what is told of retries

// What was told: the failures' codes and reasons, and the waits.
struct Told {
  auto Listener() {
    return [this](const Error& error, absl::Duration wait) {
      errors.push_back(error);
      waits += wait;
    };
  }

  std::vector<Error> errors;
  absl::Duration waits;
};

TEST(OnRetryTest, IsToldBeforeEachWaitOfAList) {
  FakeGateway gateway;
  AddNumbered(gateway, 6);
  gateway.Inject({.after_pages = 1});
  gateway.Inject({.error = {.code = absl::StatusCode::kOk}});
  Told told;
  BookingList list =
      gateway.MakeClient().ListBookings(SmallPages(2), {.on_retry = told.Listener()});
  EXPECT_EQ(ReadAll(list).names, NumberedNames(6));
  ASSERT_EQ(told.errors.size(), 2U);
  EXPECT_EQ(told.errors[0].reason, Reason::kNone);
  EXPECT_EQ(told.errors[0].page_token, "fake-2");
  EXPECT_EQ(told.errors[1].reason, Reason::kIncomplete);
  EXPECT_EQ(told.waits, gateway.waited());
}

TEST(OnRetryTest, IsToldOfSingleCallsToo) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  gateway.Inject({.error = {.code = absl::StatusCode::kAborted}});
  Told told;
  EXPECT_TRUE(gateway.MakeClient().GetBooking(NumberedName(0), {.on_retry = told.Listener()}).ok());
  ASSERT_EQ(told.errors.size(), 1U);
  EXPECT_EQ(told.errors[0].code, absl::StatusCode::kAborted);
}

TEST(OnRetryTest, NothingIsToldOfWhatIsNotTriedAgain) {
  FakeGateway gateway;
  for (int i = 0; i < 2; ++i) gateway.Inject({});
  gateway.Inject({.error = {.code = absl::StatusCode::kInternal}});
  Told told;
  const Client client = gateway.MakeClient({.retry = {.attempts = 2}});
  EXPECT_FALSE(client.ListConnections({.on_retry = told.Listener()}).ok());
  EXPECT_EQ(told.errors.size(), 1U);
  EXPECT_FALSE(client.ListConnections({.on_retry = told.Listener()}).ok());
  EXPECT_EQ(told.errors.size(), 1U);
}

TEST(OnRetryTest, WhoIsToldMayStopTheCall) {
  FakeGateway gateway;
  gateway.Inject({});
  std::stop_source stop;
  const auto enough = [&stop](const Error&, absl::Duration) { stop.request_stop(); };
  EXPECT_FALSE(
      gateway.MakeClient().ListConnections({.stop = stop.get_token(), .on_retry = enough}).ok());
  EXPECT_EQ(gateway.heard().size(), 1U);
}

// ---- what a healthy gateway does not do

v1::ListBookingsResponse PageTo(const std::string& token) {
  v1::ListBookingsResponse page;
  page.set_next_page_token(token);
  return page;
}

TEST(MadeUpListTest, PagesThatLeadNowhereAreNoProgress) {
  MadeUpGateway gateway({PageTo("same")});
  const Client client = gateway.MakeClient();
  std::optional<Error> error;
  for (const auto& page : client.ListBookingPages()) {
    if (!page.ok()) error = page.error();
  }
  ASSERT_TRUE(error);
  EXPECT_EQ(error->reason, Reason::kIncomplete);
  EXPECT_EQ(error->page_token, "same");
  EXPECT_EQ(gateway.requests().size(), 5U);
}

TEST(MadeUpListTest, AnInfiniteTimeoutIsNoDeadline) {
  v1::ListBookingsResponse last;
  last.set_complete(true);
  MadeUpGateway gateway({last});
  const Client client = gateway.MakeClient();
  EXPECT_EQ(client.ListBookings().begin(), std::default_sentinel);
  EXPECT_TRUE(gateway.has_deadline());
  BookingList list = client.ListBookings({}, {.timeout = absl::InfiniteDuration()});
  EXPECT_EQ(list.begin(), list.end());
  EXPECT_FALSE(gateway.has_deadline());
}

TEST(ExplainTest, GivesThePlan) {
  v1::ListBookingsResponse page;
  page.mutable_plan()->add_sources()->set_connection("connections/tokyo");
  page.set_complete(true);
  MadeUpGateway gateway({page});
  const Result<v1::ListPlan> plan = gateway.MakeClient().ExplainBookings(SmallPages(7));
  ASSERT_TRUE(plan.ok()) << plan.error();
  EXPECT_EQ(plan->sources(0).connection(), "connections/tokyo");
  ASSERT_EQ(gateway.requests().size(), 1U);
  EXPECT_TRUE(gateway.requests()[0].explain());
  EXPECT_EQ(gateway.requests()[0].page_size(), 7);
}

TEST(ExplainTest, FailsWithTheList) {
  FakeGateway gateway;
  AddNumbered(gateway, 1);
  EXPECT_EQ(gateway.MakeClient().ExplainBookings({}).error().reason, Reason::kOperationUnsupported);
  v1::ListBookingsResponse last;
  last.set_complete(true);
  MadeUpGateway silent({last});
  EXPECT_EQ(silent.MakeClient().ExplainBookings({}).error().code, absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace bookings::client
