// Lists over scripted vendors: pages, books on the sources, positions to resume from,
// back-pressure, failures.
#include "service/engine/list_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/paged_connection.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kComplete = v1::SOURCE_STATE_COMPLETE;

class ListCallTest : public testing::Test {
 protected:
  ListCallTest() : one_(&loop_), two_(&loop_) {
    one_.Name("one");
    two_.Name("two");
    one_.vendor.pages = {{"a", "b"}, {"c", "d"}, {"e"}};
    two_.vendor.pages = {{"x", "y", "z"}};
  }

  // What a call leaves behind is destroyed on its loop.
  void TearDown() override {
    call_.reset();
    loop_.RunUntilIdle();
  }

  void List(ListRequest request) {
    engine_ =
        std::make_unique<Engine>(std::vector{one_.connection, two_.connection}, EngineOptions{});
    if (request.connections.empty()) request.connections = {"one"};
    absl::StatusOr<std::shared_ptr<ListCall>> call = engine_->List(std::move(request));
    ASSERT_TRUE(call.ok()) << call.status();
    call_ = *std::move(call);
  }

  // Asks for a page and lets the vendors answer all that they are asked.
  StreamPage Next() {
    Ask();
    AnswerAll();
    EXPECT_TRUE(arrived_ && arrived_->ok()) << (arrived_ ? arrived_->status() : absl::OkStatus());
    if (!arrived_ || !arrived_->ok()) return {};
    return std::move(**std::exchange(arrived_, nullptr));
  }
  void Ask() {
    call_->Next([this](absl::StatusOr<StreamPage> page) {
      arrived_ = std::make_unique<absl::StatusOr<StreamPage>>(std::move(page));
    });
    loop_.RunUntilIdle();
  }
  void AnswerAll() {
    bool answered = true;
    while (answered) {
      answered = AnswerNew(one_, one_seen_) | AnswerNew(two_, two_seen_);
      loop_.RunUntilIdle();
    }
  }
  bool AnswerNew(PagedFixture& fixture, size_t& seen) {
    if (seen == fixture.sent.size()) return false;
    for (; seen < fixture.sent.size(); ++seen) {
      if (fixture.sent.cancelled(seen)) continue;
      fixture.sent.Answer(seen, Response(200, "ada@example.com"));
    }
    return true;
  }
  // All pages to the end of the stream.
  std::vector<StreamPage> ReadAll() {
    std::vector<StreamPage> pages;
    do {
      pages.push_back(Next());
    } while (pages.back().response != nullptr && !pages.back().last);
    return pages;
  }
  static std::vector<std::string> Ids(const StreamPage& page) {
    std::vector<std::string> ids;
    for (const v1::Booking& booking : page.response->bookings()) ids.push_back(booking.vendor_id());
    return ids;
  }
  static std::vector<std::string> Ids(const std::vector<StreamPage>& pages) {
    std::vector<std::string> ids;
    for (const StreamPage& page : pages) {
      for (std::string& id : Ids(page)) ids.push_back(std::move(id));
    }
    return ids;
  }
  static ListRequest From(const StreamPage& page) {
    ListRequest request;
    request.resume = std::make_unique<internal::v1::PageTokenState>(*page.position);
    return request;
  }

  FakeLoop loop_;
  PagedFixture one_;
  PagedFixture two_;
  size_t one_seen_ = 0;
  size_t two_seen_ = 0;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<ListCall> call_;
  std::unique_ptr<absl::StatusOr<StreamPage>> arrived_;
};

TEST_F(ListCallTest, CutsVendorPagesIntoTheCallersPages) {
  ListRequest request;
  request.page_size = 3;
  List(std::move(request));
  const StreamPage first = Next();
  EXPECT_THAT(Ids(first), ElementsAre("a", "b")) << "the first one does not wait for more";
  EXPECT_FALSE(first.last);
  EXPECT_FALSE(first.response->has_complete());
  ASSERT_NE(first.position, nullptr);
  const StreamPage second = Next();
  EXPECT_THAT(Ids(second), ElementsAre("c", "d", "e"));
  EXPECT_TRUE(second.last);
  EXPECT_TRUE(second.response->complete());
  EXPECT_EQ(second.position, nullptr);
  EXPECT_EQ(second.response->sources(0).state(), kComplete);
  EXPECT_EQ(second.response->sources(0).delivered_count(), 5);
}

TEST_F(ListCallTest, AnEmptyResultStillSendsOneCompleteMessage) {
  one_.vendor.pages = {{}};
  List({});
  const StreamPage page = Next();
  EXPECT_THAT(Ids(page), IsEmpty());
  EXPECT_TRUE(page.last);
  EXPECT_TRUE(page.response->complete());
}

TEST_F(ListCallTest, ResumesBehindEveryPageOfEverySize) {
  for (int size = 1; size <= 6; ++size) {
    ListRequest request;
    request.page_size = size;
    List(std::move(request));
    std::vector<std::string> seen;
    for (StreamPage page = Next(); !page.last; page = Next()) {
      for (std::string& id : Ids(page)) seen.push_back(std::move(id));
      List(From(page));
      std::vector<std::string> all = seen;
      for (std::string& id : Ids(ReadAll())) all.push_back(std::move(id));
      EXPECT_THAT(all, ElementsAre("a", "b", "c", "d", "e")) << "page size " << size;
      ListRequest again = From(page);
      again.page_size = size;
      List(std::move(again));
    }
  }
}

// A list without an exact position, cut within its only page.
class WindowCutTest : public ListCallTest {
 protected:
  StreamPage ReadMostOfAWindow() {
    one_.vendor.capabilities.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
    one_.vendor.pages = {{"a", "b", "c", "d"}};
    ListRequest request;
    request.page_size = 3;
    List(std::move(request));
    StreamPage page = Next();
    EXPECT_THAT(Ids(page), ElementsAre("a", "b", "c"));
    return page;
  }
};

TEST_F(WindowCutTest, WhatWasPassedIsNotRepeatedWhereItsPageHasBecomeTwo) {
  const StreamPage page = ReadMostOfAWindow();
  one_.vendor.pages = {{"a", "d"}, {"b", "c", "e"}};
  List(From(page));
  EXPECT_THAT(Ids(ReadAll()), ElementsAre("d", "e"));
}

TEST_F(WindowCutTest, WhatWasPassedIsNotRepeatedBehindASecondCutWhereItsPageHasBecomeTwo) {
  const StreamPage page = ReadMostOfAWindow();
  one_.vendor.pages = {{"a", "d"}, {"b", "e", "c", "f"}};
  ListRequest second = From(page);
  second.page_size = 1;
  List(std::move(second));
  EXPECT_THAT(Ids(Next()), ElementsAre("d"));
  const StreamPage between = Next();
  EXPECT_THAT(Ids(between), ElementsAre("e"));
  List(From(between));
  EXPECT_THAT(Ids(ReadAll()), ElementsAre("f"));
}

TEST_F(ListCallTest, WhatWasPassedIsNotRepeatedWhereOthersPushedItToTheNextPage) {
  one_.vendor.pages = {{"a", "b", "c", "d"}};
  ListRequest request;
  request.page_size = 3;
  List(std::move(request));
  const StreamPage page = Next();
  EXPECT_THAT(Ids(page), ElementsAre("a", "b", "c"));
  one_.vendor.pages = {{"x", "a", "y", "b"}, {"c", "d"}};
  List(From(page));
  EXPECT_THAT(Ids(ReadAll()), ElementsAre("x", "y", "d"));
}

TEST_F(ListCallTest, AFailedReadAheadDoesNotFailAListWhoseLimitIsDelivered) {
  ListRequest request;
  request.page_size = 1;
  request.limit = 2;
  List(std::move(request));
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  one_.sent.Answer(
      1, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  loop_.RunUntilIdle();
  Ask();
  ASSERT_TRUE(arrived_ && arrived_->ok()) << arrived_->status();
  EXPECT_THAT(Ids(**arrived_), ElementsAre("b"));
  EXPECT_TRUE((**arrived_).last);
}

TEST_F(ListCallTest, ABookingThatIsGoneDoesNotFailAListThatNeedsItsDetails) {
  auto* filter = one_.vendor.capabilities.add_filters();
  filter->set_field("customer_emails");
  filter->set_support(v1::FILTER_SUPPORT_NEEDS_DETAILS);
  one_.vendor.pages = {{"a", "b"}};
  one_.vendor.details = DetailCalls::kPerBooking;
  ListRequest request;
  request.filter.add_customer_emails("ada@example.com");
  List(std::move(request));
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  one_.sent.Answer(
      1, MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND, "gone"));
  one_.sent.Answer(2, Response(200, "ada@example.com"));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  EXPECT_THAT(Ids(**arrived_), ElementsAre("b"));
}

TEST_F(ListCallTest, AFailureNamesItsConnectionAndVendor) {
  List({});
  Ask();
  one_.sent.Answer(0, absl::InternalError("odd"));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_);
  const auto metadata = DetailsOf(arrived_->status())->metadata();
  EXPECT_EQ(metadata.at("connection"), "one");
  EXPECT_EQ(metadata.at("vendor"), "paged");
}

TEST_F(ListCallTest, AReaderThatStopsStopsPagesThatTheFilterEmptiesToo) {
  one_.vendor.pages = std::vector<std::vector<std::string>>(20, {"a"});
  for (size_t i = 0; i < one_.vendor.pages.size(); ++i) one_.vendor.pages[i] = {std::to_string(i)};
  one_.vendor.statuses = {{"0", v1::BOOKING_STATUS_CANCELLED}};
  ListRequest request;
  request.page_size = 1;
  request.filter.add_statuses(v1::BOOKING_STATUS_CANCELLED);
  List(std::move(request));
  Next();
  EXPECT_LT(one_.sent.size(), 5U);
}

TEST_F(ListCallTest, RowsThatMovedToTheNextPageAreDeliveredOnce) {
  one_.vendor.capabilities.set_resume(v1::RESUME_SUPPORT_AT_LEAST_ONCE);
  one_.vendor.pages = {{"a", "b"}, {"b", "c"}, {"c", "d"}};
  List({});
  EXPECT_THAT(Ids(ReadAll()), ElementsAre("a", "b", "c", "d"));
}

TEST_F(ListCallTest, FiltersEveryBookingAndCountsWhatItLeftOut) {
  one_.vendor.statuses = {{"b", v1::BOOKING_STATUS_CANCELLED}, {"e", v1::BOOKING_STATUS_CANCELLED}};
  ListRequest request;
  request.filter.add_statuses(v1::BOOKING_STATUS_CANCELLED);
  List(std::move(request));
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_THAT(Ids(pages), ElementsAre("b", "e"));
  EXPECT_EQ(pages.back().response->sources(0).filtered_count(), 3);
}

TEST_F(ListCallTest, AFilterOnAFieldThatIsNeverReportedAsksNobody) {
  auto* filter = one_.vendor.capabilities.add_filters();
  filter->set_field("references");
  filter->set_support(v1::FILTER_SUPPORT_UNREPORTED);
  ListRequest request;
  request.filter.add_references("BK-1");
  List(std::move(request));
  const StreamPage page = Next();
  EXPECT_EQ(one_.sent.size(), 0U);
  EXPECT_TRUE(page.response->complete());
  EXPECT_THAT(page.response->sources(0).unreported_filters(), ElementsAre("references"));
}

TEST_F(ListCallTest, ReadsOnePageAheadAndNoFurther) {
  one_.vendor.pages = {{"a"}, {"b"}, {"c"}, {"d"}, {"e"}};
  ListRequest request;
  request.page_size = 1;
  List(std::move(request));
  EXPECT_EQ(one_.sent.size(), 0U) << "nothing is read before the first page is asked for";
  Next();
  EXPECT_EQ(one_.sent.size(), 3U) << "the page that went out, and two that wait";
  AnswerAll();
  EXPECT_EQ(one_.sent.size(), 3U);
  Next();
  EXPECT_EQ(one_.sent.size(), 4U);
}

TEST_F(ListCallTest, TheLimitEndsTheStream) {
  ListRequest request;
  request.page_size = 2;
  request.limit = 3;
  List(std::move(request));
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_THAT(Ids(pages), ElementsAre("a", "b", "c"));
  EXPECT_EQ(pages[0].position->remaining_limit(), 1);
  EXPECT_FALSE(pages.back().response->complete());
  EXPECT_EQ(pages.back().position, nullptr);
  EXPECT_EQ(pages.back().response->sources(0).state(), v1::SOURCE_STATE_LIMIT_REACHED);
}

TEST_F(ListCallTest, GathersSeveralSources) {
  ListRequest request;
  request.connections = {"one", "two"};
  List(std::move(request));
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_THAT(Ids(pages), UnorderedElementsAre("a", "b", "c", "d", "e", "x", "y", "z"));
  EXPECT_THAT(pages.back().response->sources(), SizeIs(2));
  EXPECT_TRUE(pages.back().response->complete());
}

TEST_F(ListCallTest, OneSourceFailsAndTheOthersGoOnAndTheTokenResumesTheRest) {
  ListRequest request;
  request.connections = {"one", "two"};
  List(std::move(request));
  Ask();
  two_.sent.Answer(
      0, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  two_seen_ = 1;
  AnswerAll();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  EXPECT_THAT(Ids(**arrived_), ElementsAre("a", "b"));
  const StreamPage page = Next();
  EXPECT_TRUE(page.last);
  EXPECT_THAT(Ids(page), ElementsAre("c", "d", "e"));
  EXPECT_FALSE(page.response->complete());
  EXPECT_EQ(page.response->sources(1).state(), v1::SOURCE_STATE_FAILED);
  EXPECT_EQ(page.response->sources(1).error().reason(), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  ASSERT_NE(page.position, nullptr);
  ListRequest rest = From(page);
  rest.connections = {"one", "two"};
  List(std::move(rest));
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_THAT(Ids(pages), ElementsAre("x", "y", "z"));
  EXPECT_TRUE(pages.back().response->complete());
}

class Failing : public ListCallTest, public testing::WithParamInterface<bool> {};

TEST_P(Failing, ASingleOrRequiredSourceFailsTheCallAfterWhatWasRead) {
  ListRequest request;
  request.require_all_sources = GetParam();
  request.connections =
      GetParam() ? std::vector<std::string>{"one", "two"} : std::vector<std::string>{"one"};
  request.page_size = 2;
  List(std::move(request));
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  one_.sent.Answer(
      1, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  EXPECT_THAT(Ids(**arrived_), ElementsAre("a", "b")) << "what was read is not thrown away";
  EXPECT_NE((**arrived_).position, nullptr);
  Ask();
  ASSERT_TRUE(arrived_);
  EXPECT_EQ(ReasonOf(arrived_->status()), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

INSTANTIATE_TEST_SUITE_P(SingleOrRequired, Failing, testing::Bool());

TEST_F(ListCallTest, ANoteOfAFullSliceMakesTheSourcePartial) {
  one_.vendor.notes = {v1::SOURCE_NOTE_SLICE_FULL};
  List({});
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_EQ(pages.back().response->sources(0).state(), v1::SOURCE_STATE_PARTIAL);
  EXPECT_FALSE(pages.back().response->complete());
}

TEST_F(ListCallTest, ACircleOfCursorsFailsTheSource) {
  one_.vendor.forced_cursor = "1";
  List({});
  Ask();
  AnswerAll();
  while (arrived_ && arrived_->ok()) {
    Ask();
    AnswerAll();
  }
  EXPECT_EQ(ReasonOf(arrived_->status()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST_F(ListCallTest, ABookingOfAnotherConnectionFailsTheSource) {
  one_.vendor.forced_connection = "two";
  List({});
  Ask();
  AnswerAll();
  ASSERT_TRUE(arrived_ && !arrived_->ok());
  EXPECT_EQ(arrived_->status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(arrived_->status().message()), testing::HasSubstr("paged connector"));
}

TEST_F(ListCallTest, DetailsAreFetchedAFewAtATimeAndMerged) {
  one_.vendor.pages = {{"a", "b", "c", "d", "e", "f"}};
  one_.vendor.details = DetailCalls::kPerBooking;
  List({});
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  EXPECT_EQ(one_.sent.open(), 4U);
  one_seen_ = 1;
  AnswerAll();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  for (const v1::Booking& booking : (**arrived_).response->bookings()) {
    EXPECT_EQ(booking.customers(0).email(), "ada@example.com");
  }
}

TEST_F(ListCallTest, MissingDetailsLeaveANote) {
  one_.vendor.pages = {{"a", "b"}};
  one_.vendor.details = DetailCalls::kPerBooking;
  List({});
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  one_.sent.Answer(
      1, MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND, "gone"));
  one_.sent.Answer(2, Response(200, "ada@example.com"));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  const v1::ListBookingsResponse& response = *(**arrived_).response;
  EXPECT_THAT(response.bookings(0).mapping_notes(),
              ElementsAre(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE));
  EXPECT_THAT(response.bookings(1).mapping_notes(), IsEmpty());
  EXPECT_THAT(response.sources(0).notes(), ElementsAre(v1::SOURCE_NOTE_DETAILS_MISSING));
}

TEST_F(ListCallTest, SharedDetailsAreFetchedOncePerList) {
  one_.vendor.details = DetailCalls::kShared;
  List({});
  const std::vector<StreamPage> pages = ReadAll();
  EXPECT_EQ(one_.sent.request(0).target, "/shared");
  EXPECT_EQ(one_.sent.size(), 4U);
  EXPECT_EQ(pages.back().response->bookings(2).customers(0).email(), "ada@example.com");
}

TEST_F(ListCallTest, MissingSharedDetailsLeaveANoteOnEachBooking) {
  one_.vendor.details = DetailCalls::kShared;
  List({});
  Ask();
  one_.sent.Answer(
      0, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  one_seen_ = 1;
  loop_.RunUntilIdle();
  AnswerAll();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  const v1::ListBookingsResponse& response = *(**arrived_).response;
  EXPECT_THAT(response.bookings(1).mapping_notes(),
              ElementsAre(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE));
  EXPECT_THAT(response.sources(0).notes(), ElementsAre(v1::SOURCE_NOTE_DETAILS_MISSING));
}

TEST_F(ListCallTest, AFilterOnCustomersFailsWithoutTheSharedDetailsThatTellThem) {
  one_.vendor.details = DetailCalls::kShared;
  ListRequest request;
  request.filter.add_customer_emails("ada@example.com");
  List(std::move(request));
  Ask();
  one_.sent.Answer(
      0, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_);
  EXPECT_EQ(ReasonOf(arrived_->status()), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
}

TEST_F(ListCallTest, CancellingStopsTheVendorCallsAndAnswersOnce) {
  List({});
  Ask();
  ASSERT_EQ(one_.sent.open(), 1U);
  call_->Cancel();
  call_->Cancel();
  loop_.RunUntilIdle();
  EXPECT_TRUE(one_.sent.cancelled(0));
  ASSERT_TRUE(arrived_);
  EXPECT_EQ(arrived_->status().code(), absl::StatusCode::kCancelled);
  arrived_.reset();
  Ask();
  ASSERT_TRUE(arrived_);
  EXPECT_EQ(arrived_->status().code(), absl::StatusCode::kCancelled);
}

TEST_F(ListCallTest, TheFirstPageDoesNotWaitForASlowSource) {
  ListRequest request;
  request.connections = {"one", "two"};
  request.page_size = 100;
  List(std::move(request));
  Ask();
  two_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  ASSERT_TRUE(arrived_ && arrived_->ok());
  EXPECT_THAT(Ids(**arrived_), ElementsAre("x", "y", "z"));
  EXPECT_FALSE((**arrived_).last);
}

TEST_F(ListCallTest, ASlowSourceDoesNotHoldUpWhatIsThereForLong) {
  ListRequest request;
  request.page_size = 100;
  List(std::move(request));
  Ask();
  one_.sent.Answer(0, Response(200));
  loop_.RunUntilIdle();
  arrived_.reset();
  Ask();
  one_.sent.Answer(1, Response(200));
  loop_.RunUntilIdle();
  EXPECT_EQ(arrived_, nullptr) << "the page may still fill";
  loop_.Advance(absl::Seconds(1));
  ASSERT_TRUE(arrived_ && arrived_->ok());
  EXPECT_THAT(Ids(**arrived_), ElementsAre("c", "d"));
  EXPECT_FALSE((**arrived_).last);
}

TEST_F(ListCallTest, TheDeadlineAndTheCallersTokenReachTheVendorCall) {
  ListRequest request;
  request.deadline = absl::FromUnixSeconds(1'800'000'042);
  request.caller_tokens["one"] = Secret("customer");
  List(std::move(request));
  Ask();
  EXPECT_EQ(one_.sent.context(0).deadline, absl::FromUnixSeconds(1'800'000'042));
  EXPECT_EQ(one_.sent.context(0).caller_token, Secret("customer"));
  call_->Cancel();
  loop_.RunUntilIdle();
}

}  // namespace
}  // namespace bookings
