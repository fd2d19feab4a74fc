// Lists in one order over vendors that sort and vendors that do not: merging, windows and their
// bounds, vendors that break their order, sources that stay out, pages of another size than asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/engine/engine.h"
#include "tests/fakes/simulated_vendor.h"

namespace bookings {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr v1::OrderBy kAsc = v1::ORDER_BY_START_TIME_ASC;
constexpr v1::OrderBy kDesc = v1::ORDER_BY_START_TIME_DESC;

class OrderedListTest : public testing::Test {
 protected:
  OrderedListTest() {
    sorted_.id = "sorted";
    sorted_.numbered = true;
    sorted_.native = {kAsc, kDesc};
    sorted_.page_size = 12;
    plain_.id = "plain";
    plain_.page_size = 2;
  }

  void TearDown() override {
    call_.reset();
    loop_.RunUntilIdle();
  }

  static SimulatedRow At(int start, const std::string& id) { return {id, start, start}; }

  void List(ListRequest request) {
    if (fixtures_.empty()) {
      for (const SimulatedVendor* vendor : {&sorted_, &plain_}) {
        fixtures_.push_back(std::make_unique<SimulatedFixture>(vendor, &loop_));
      }
    }
    engine_ = std::make_unique<Engine>(
        std::vector{fixtures_[0]->connection, fixtures_[1]->connection}, options_);
    if (request.connections.empty()) request.connections = {"plain", "sorted"};
    absl::StatusOr<std::shared_ptr<ListCall>> call = engine_->List(std::move(request));
    ASSERT_TRUE(call.ok()) << call.status();
    call_ = *std::move(call);
  }
  static ListRequest In(v1::OrderBy order, std::vector<std::string> connections = {}) {
    ListRequest request;
    request.order = order;
    request.connections = std::move(connections);
    return request;
  }

  void Ask() {
    call_->Next([this](absl::StatusOr<StreamPage> page) {
      arrived_ = std::make_unique<absl::StatusOr<StreamPage>>(std::move(page));
    });
    loop_.RunUntilIdle();
  }
  // Answers every request but those of the vendor that is down.
  void AnswerAll() {
    for (bool answered = true; answered;) {
      answered = false;
      for (const auto& fixture : fixtures_) {
        for (size_t i = 0; i < fixture->sent.size(); ++i) {
          if (!fixture->sent.waits(i)) continue;
          const bool down = down_ == fixture->connection->id;
          fixture->sent.Answer(i, down ? absl::StatusOr<HttpResponse>(MakeFailure(
                                             absl::StatusCode::kUnavailable,
                                             v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"))
                                       : Response(200));
          answered = true;
        }
      }
      loop_.RunUntilIdle();
    }
  }
  absl::StatusOr<StreamPage> Next() {
    Ask();
    AnswerAll();
    if (arrived_ == nullptr) return absl::InternalError("nothing has arrived");
    return std::move(*std::exchange(arrived_, nullptr));
  }
  // The ids of all bookings that are still to come; keeps the last page.
  std::vector<std::string> ReadAll() {
    std::vector<std::string> ids;
    do {
      absl::StatusOr<StreamPage> page = Next();
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return ids;
      for (const v1::Booking& booking : page->response->bookings()) {
        ids.push_back(booking.vendor_id());
      }
      last_ = *std::move(page);
    } while (!last_.last);
    return ids;
  }
  const v1::SourceStatus& StatusOf(const std::string& connection) const {
    for (const v1::SourceStatus& status : last_.response->sources()) {
      if (status.connection() == "connections/" + connection) return status;
    }
    return v1::SourceStatus::default_instance();
  }
  const SentRequests& sent_to_sorted() const { return fixtures_[0]->sent; }

  FakeLoop loop_;
  SimulatedVendor sorted_;
  SimulatedVendor plain_;
  EngineOptions options_;
  std::string down_;
  std::vector<std::unique_ptr<SimulatedFixture>> fixtures_;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<ListCall> call_;
  std::unique_ptr<absl::StatusOr<StreamPage>> arrived_;
  StreamPage last_;
};

TEST_F(OrderedListTest, MergesVendorsThatSortWithVendorsThatDoNot) {
  sorted_.rows = {At(3, "s3"), At(1, "s1"), At(5, "s5")};
  plain_.rows = {At(4, "p4"), At(2, "p2"), At(6, "p6")};
  List(In(kAsc));
  EXPECT_THAT(ReadAll(), ElementsAre("s1", "p2", "s3", "p4", "s5", "p6"));
  EXPECT_TRUE(last_.response->complete());
  List(In(kDesc));
  EXPECT_THAT(ReadAll(), ElementsAre("p6", "s5", "p4", "s3", "p2", "s1"));
}

TEST_F(OrderedListTest, TiesGoByResourceNameAndUnknownTimesComeLast) {
  sorted_.rows = {At(1, "b"), At(1, "a"), {"none", std::nullopt, 0}};
  plain_.rows = {At(1, "z"), At(2, "c"), {"nil", std::nullopt, 0}};
  for (v1::OrderBy order : {kAsc, kDesc}) {
    List(In(order));
    const auto ids = ReadAll();
    if (order == kAsc) {
      EXPECT_THAT(ids, ElementsAre("z", "a", "b", "c", "nil", "none"));
    } else {
      EXPECT_THAT(ids, ElementsAre("c", "z", "a", "b", "nil", "none"));
    }
  }
}

TEST_F(OrderedListTest, AVendorThatSortsIsReadLazily) {
  for (int i = 0; i < 600; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 1000 + i)));
  ListRequest request = In(kAsc, {"sorted"});
  request.page_size = 5;
  List(std::move(request));
  ASSERT_TRUE(Next().ok());
  EXPECT_LE(sent_to_sorted().size(), 3U);
}

TEST_F(OrderedListTest, IsLeftAtTheEndOfTheRange) {
  for (int i = 0; i < 600; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 1000 + i)));
  ListRequest request = In(kAsc, {"sorted"});
  request.filter.mutable_start_time()->mutable_to()->set_seconds(5);
  List(std::move(request));
  EXPECT_THAT(ReadAll(), testing::SizeIs(5));
  EXPECT_TRUE(last_.response->complete());
  EXPECT_LE(sent_to_sorted().size(), 3U);
}

TEST_F(OrderedListTest, PagesAreReadSideBySideOnceTheReaderWaits) {
  for (int i = 0; i < 600; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 1000 + i)));
  ListRequest request = In(kAsc, {"sorted"});
  request.page_size = 100;
  List(std::move(request));
  ASSERT_TRUE(Next().ok());
  Ask();
  EXPECT_GT(sent_to_sorted().open(), 1U);
  AnswerAll();
  EXPECT_LE(sent_to_sorted().open(), static_cast<size_t>(options_.pages_in_flight));
}

// They run out at about the same time: each would keep the reader waiting for a round of its own.
TEST_F(OrderedListTest, MergedSourcesOnTheirLastPageReadAheadTogether) {
  plain_ = sorted_;
  plain_.id = "plain";
  for (int i = 0; i < 600; ++i) {
    (i % 2 == 0 ? sorted_ : plain_).rows.push_back(At(i, absl::StrCat("s", 1000 + i)));
  }
  ListRequest request = In(kAsc);
  request.page_size = 100;
  List(std::move(request));
  ASSERT_TRUE(Next().ok());
  for (const auto& fixture : fixtures_) EXPECT_LE(fixture->sent.size(), 3U) << "before it is read";
  Ask();
  for (const auto& fixture : fixtures_) EXPECT_GT(fixture->sent.open(), 1U);
  AnswerAll();
}

TEST_F(OrderedListTest, TooManyBookingsToSortEndTheirSourceAlone) {
  options_.sort_window_bookings = 3;
  sorted_.rows = {At(1, "s1"), At(2, "s2")};
  for (int i = 0; i < 10; ++i) plain_.rows.push_back(At(i, absl::StrCat("p", i)));
  List(In(kAsc));
  EXPECT_THAT(ReadAll(), ElementsAre("s1", "s2"));
  EXPECT_EQ(StatusOf("plain").state(), v1::SOURCE_STATE_FAILED);
  EXPECT_EQ(StatusOf("plain").error().reason(), v1::ERROR_REASON_SORT_WINDOW_EXCEEDED);
  EXPECT_EQ(StatusOf("sorted").state(), v1::SOURCE_STATE_COMPLETE);
  List(In(v1::ORDER_BY_UNSPECIFIED));
  EXPECT_THAT(ReadAll(), testing::SizeIs(12)) << "without an order nothing is kept";
}

TEST_F(OrderedListTest, TooMuchMemoryToSortEndsTheSource) {
  options_.stream_bytes = 1;
  for (int i = 0; i < 10; ++i) plain_.rows.push_back(At(i, absl::StrCat("p", i)));
  List(In(kAsc, {"plain"}));
  EXPECT_EQ(ReasonOf(Next().status()), v1::ERROR_REASON_SORT_WINDOW_EXCEEDED);
  for (int i = 0; i < 100; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 1000 + i)));
  List(In(kAsc, {"sorted"}));
  EXPECT_THAT(ReadAll(), testing::SizeIs(100)) << "what the vendor sorts is only put off";
}

TEST_F(OrderedListTest, AnUnorderedListOfManyEqualTimesIsNotBoundedByTheWindow) {
  options_.sort_window_bookings = 3;
  sorted_.native = {v1::ORDER_BY_CREATE_TIME_ASC};
  sorted_.default_order = v1::ORDER_BY_CREATE_TIME_ASC;
  for (int i = 0; i < 50; ++i) sorted_.rows.push_back({absl::StrCat("s", 100 + i), i, 7});
  List(In(v1::ORDER_BY_UNSPECIFIED, {"sorted"}));
  EXPECT_THAT(ReadAll(), testing::SizeIs(50));
  EXPECT_TRUE(last_.response->complete());
}

TEST_F(OrderedListTest, AVendorThatBreaksItsOrderIsSortedHere) {
  sorted_.ignores_order = true;
  for (int i : {3, 1, 5, 2, 4}) sorted_.rows.push_back(At(i, absl::StrCat("s", i)));
  List(In(kAsc, {"sorted"}));
  EXPECT_THAT(ReadAll(), ElementsAre("s1", "s2", "s3", "s4", "s5"));
  EXPECT_THAT(StatusOf("sorted").notes(), Contains(v1::SOURCE_NOTE_ORDER_BROKEN));
}

TEST_F(OrderedListTest, WhatComesTooLateIsStillDelivered) {
  sorted_.ignores_order = true;
  for (int i = 0; i < 40; ++i) sorted_.rows.push_back(At(100 + i, absl::StrCat("s", 100 + i)));
  for (int i = 0; i < 20; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 10 + i)));
  List(In(kAsc, {"sorted"}));
  EXPECT_THAT(ReadAll(), testing::SizeIs(60));
  EXPECT_THAT(StatusOf("sorted").notes(), Contains(v1::SOURCE_NOTE_ORDER_BROKEN));
}

TEST_F(OrderedListTest, ASourceThatFailsStaysOutAndLeavesATokenForItsRest) {
  sorted_.rows = {At(1, "s1"), At(3, "s3")};
  plain_.rows = {At(2, "p2"), At(4, "p4")};
  down_ = "plain";
  List(In(kAsc));
  EXPECT_THAT(ReadAll(), ElementsAre("s1", "s3"));
  ASSERT_EQ(last_.remainders.size(), 1U);
  EXPECT_EQ(last_.response->sources(last_.remainders[0].source).connection(), "connections/plain");
  down_.clear();
  ListRequest rest = In(kAsc);
  rest.resume = std::move(last_.remainders[0].position);
  List(std::move(rest));
  EXPECT_THAT(ReadAll(), ElementsAre("p2", "p4"));
  EXPECT_TRUE(last_.response->complete());
}

TEST_F(OrderedListTest, ASourceThatFailedBeforeItBeganIsReadFromItsBeginningByTheListsToken) {
  sorted_.rows = {At(1, "s1"), At(3, "s3")};
  plain_.rows = {At(2, "p2"), At(4, "p4")};
  down_ = "plain";
  List(In(kAsc));
  EXPECT_THAT(ReadAll(), ElementsAre("s1", "s3"));
  down_.clear();
  ListRequest rest = In(kAsc);
  rest.resume = std::move(last_.position);
  List(std::move(rest));
  EXPECT_THAT(ReadAll(), ElementsAre("p2", "p4"));
  EXPECT_TRUE(last_.response->complete());
}

TEST_F(OrderedListTest, ASourceThatStayedOutGoesOnBesideTheOthersWhereverItIsCut) {
  const std::vector<SimulatedRow> rows = {At(5, "p5"), At(7, "p7"), At(20, "p9")};
  for (int cut = 0; cut < 4; ++cut) {
    sorted_.rows = {At(1, "s1"), At(6, "s6"), At(8, "s8"), At(9, "s9")};
    plain_.rows = rows;
    down_ = "plain";
    ListRequest request = In(kAsc);
    request.page_size = 3;
    List(std::move(request));
    absl::StatusOr<StreamPage> page = Next();
    ASSERT_TRUE(page.ok() && !page->last);
    down_.clear();
    std::vector<std::string> seen;
    ListRequest second = In(kAsc);
    second.page_size = 1;
    second.resume = std::move(page->position);
    List(std::move(second));
    for (int i = 0; i < cut; ++i) {
      page = Next();
      ASSERT_TRUE(page.ok());
      seen.push_back(page->response->bookings(0).vendor_id());
    }
    if (cut > 0) {
      ListRequest third = In(kAsc);
      third.resume = std::move(page->position);
      List(std::move(third));
    }
    for (std::string& id : ReadAll()) seen.push_back(std::move(id));
    EXPECT_THAT(seen, ElementsAre("p5", "p7", "s9", "p9")) << "cut behind " << cut;
  }
}

// Rows of unknown time come last, and a vendor that is asked for what is behind a time leaves them
// out: once such rows were seen, all is read again, also where a part ends before it came to them.
TEST_F(OrderedListTest, UnknownTimesAreStillOwedBehindAPartThatDidNotComeToThem) {
  plain_.resumable = {kAsc};
  plain_.rows = {At(1, "p1"), At(2, "p2"), At(3, "p3"), {"unknown", std::nullopt, 0}};
  ListRequest request = In(kAsc, {"plain"});
  request.page_size = 1;
  List(std::move(request));
  absl::StatusOr<StreamPage> page = Next();
  ASSERT_TRUE(page.ok());
  ListRequest second = In(kAsc, {"plain"});
  second.resume = std::move(page->position);
  List(std::move(second));
  Ask();
  SentRequests& sent = fixtures_[1]->sent;
  sent.Answer(sent.size() - 1, Response(200));
  loop_.RunUntilIdle();
  loop_.Advance(absl::Seconds(1));
  ASSERT_TRUE(arrived_ != nullptr && arrived_->ok());
  page = std::move(*std::exchange(arrived_, nullptr));
  EXPECT_THAT(page->response->bookings(), IsEmpty());
  ListRequest third = In(kAsc, {"plain"});
  third.resume = std::move(page->position);
  List(std::move(third));
  EXPECT_THAT(ReadAll(), ElementsAre("p2", "p3", "unknown"));
}

TEST_F(OrderedListTest, UnknownTimesAreStillOwedByASourceThatFailed) {
  sorted_.rows = {At(1, "s1"), At(9, "s9")};
  plain_.resumable = {kAsc};
  plain_.rows = {At(2, "p2"), At(3, "p3"), {"unknown", std::nullopt, 0}};
  ListRequest request = In(kAsc);
  request.page_size = 2;
  List(std::move(request));
  absl::StatusOr<StreamPage> page = Next();
  ASSERT_TRUE(page.ok());
  ListRequest second = In(kAsc);
  second.resume = std::move(page->position);
  List(std::move(second));
  down_ = "plain";
  EXPECT_THAT(ReadAll(), ElementsAre("s9"));
  down_.clear();
  ListRequest third = In(kAsc);
  third.resume = std::move(last_.position);
  List(std::move(third));
  EXPECT_THAT(ReadAll(), ElementsAre("p3", "unknown"));
}

TEST_F(OrderedListTest, PagesOfAnotherSizeThanAskedAreFollowedByTheVendorsCursor) {
  for (int i = 0; i < 30; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 100 + i)));
  sorted_.sent_page_size = 5;
  List(In(kAsc, {"sorted"}));
  EXPECT_THAT(ReadAll(), testing::SizeIs(30));
  EXPECT_TRUE(last_.response->complete());
}

TEST_F(OrderedListTest, RowsThatStayAreReadWithoutOverlap) {
  sorted_.native = {v1::ORDER_BY_CREATE_TIME_ASC};
  sorted_.default_order = v1::ORDER_BY_CREATE_TIME_ASC;
  sorted_.rows_stay = true;
  for (int i = 0; i < 48; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 100 + i)));
  List(In(v1::ORDER_BY_UNSPECIFIED, {"sorted"}));
  EXPECT_THAT(ReadAll(), testing::SizeIs(48));
  EXPECT_EQ(sent_to_sorted().size(), 4U);
}

TEST_F(OrderedListTest, ACursorThatHasExpiredIsReadFromTheBeginning) {
  for (int i = 0; i < 6; ++i) plain_.rows.push_back(At(i, absl::StrCat("p", i)));
  ListRequest request = In(v1::ORDER_BY_UNSPECIFIED, {"plain"});
  request.page_size = 2;
  List(std::move(request));
  absl::StatusOr<StreamPage> first = Next();
  ASSERT_TRUE(first.ok());
  ListRequest rest = In(v1::ORDER_BY_UNSPECIFIED, {"plain"});
  rest.resume = std::move(first->position);
  call_.reset();
  List(std::move(rest));
  Ask();
  SentRequests& sent = fixtures_[1]->sent;
  sent.Answer(sent.size() - 1,
              MakeFailure(absl::StatusCode::kFailedPrecondition,
                          v1::ERROR_REASON_VENDOR_REQUEST_REFUSED, "no such cursor"));
  loop_.RunUntilIdle();
  AnswerAll();
  ASSERT_TRUE(arrived_ != nullptr && arrived_->ok());
  last_ = *std::move(*std::exchange(arrived_, nullptr));
  size_t delivered = static_cast<size_t>(last_.response->bookings_size());
  if (!last_.last) delivered += ReadAll().size();
  EXPECT_EQ(delivered, 6U);
  EXPECT_THAT(StatusOf("plain").notes(),
              ElementsAre(v1::SOURCE_NOTE_REPLAYED, v1::SOURCE_NOTE_RESCANNED));
}

class CursorRowTest : public OrderedListTest {
 protected:
  // Newest first: p9, p8 and so on, two on a page.
  CursorRowTest() {
    plain_.cursors_are_rows = true;
    for (int i = 0; i < 10; ++i) plain_.rows.push_back(At(i, absl::StrCat("p", i)));
  }

  void Remove(const std::string& id) {
    std::erase_if(plain_.rows, [&](const SimulatedRow& row) { return row.id == id; });
  }
  // Answers the requests that wait; returns the bookings of the page, if it arrives.
  std::vector<std::string> Answer() {
    SentRequests& sent = fixtures_[1]->sent;
    const size_t asked = sent.size();
    for (size_t i = 0; i < asked; ++i) {
      if (sent.waits(i)) sent.Answer(i, Response(200));
    }
    loop_.RunUntilIdle();
    std::vector<std::string> ids;
    if (arrived_ == nullptr || !arrived_->ok()) return ids;
    last_ = *std::move(*std::exchange(arrived_, nullptr));
    for (const v1::Booking& booking : last_.response->bookings()) {
      ids.push_back(booking.vendor_id());
    }
    return ids;
  }
  void ListUnordered(int page_size, std::unique_ptr<internal::v1::PageTokenState> at = nullptr) {
    ListRequest request = In(v1::ORDER_BY_UNSPECIFIED, {"plain"});
    request.page_size = page_size;
    request.resume = std::move(at);
    List(std::move(request));
  }
};

TEST_F(CursorRowTest, AListGoesOnWhereTheRowAtItsCursorIsGone) {
  ListUnordered(100);
  Ask();
  EXPECT_THAT(Answer(), ElementsAre("p9", "p8"));
  Remove("p8");
  EXPECT_THAT(ReadAll(), ElementsAre("p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0"));
  EXPECT_TRUE(last_.response->complete());
  EXPECT_THAT(StatusOf("plain").notes(), IsEmpty());
}

TEST_F(CursorRowTest, AListGoesOnWhereTheRowsAtSeveralCursorsAreGone) {
  ListUnordered(2);
  Ask();
  EXPECT_THAT(Answer(), ElementsAre("p9", "p8"));
  Ask();
  Answer();
  Remove("p8");
  Remove("p6");
  Remove("p5");
  const std::vector<std::string> rest = ReadAll();
  EXPECT_THAT(rest, Contains("p4"));
  EXPECT_THAT(rest, Not(Contains("p9")));
  EXPECT_THAT(rest, Not(Contains("p7")));
  EXPECT_TRUE(last_.response->complete());
  EXPECT_THAT(StatusOf("plain").notes(), IsEmpty());
}

TEST_F(CursorRowTest, AnOrderedListGoesOnWhereTheRowAtItsCursorIsGone) {
  List(In(kAsc, {"plain"}));
  Ask();
  Answer();
  Remove("p8");
  std::vector<std::string> ids;
  for (int i = 0; i < 20 && ids.empty(); ++i) ids = Answer();
  EXPECT_THAT(ids, ElementsAre("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"));
  EXPECT_TRUE(last_.response->complete());
}

TEST_F(CursorRowTest, NothingIsRepeatedByTheTokensOfAListThatWentBack) {
  const std::vector<SimulatedRow> rows = plain_.rows;
  for (int cut = 2; cut < 8; ++cut) {  // behind p8 itself the token's own cursor is gone
    plain_.rows = rows;
    ListUnordered(1);
    Ask();
    std::vector<std::string> seen = Answer();
    Remove("p8");
    for (int i = 0; i < cut; ++i) {
      absl::StatusOr<StreamPage> page = Next();
      ASSERT_TRUE(page.ok()) << page.status();
      seen.push_back(page->response->bookings(0).vendor_id());
      last_ = *std::move(page);
    }
    ListUnordered(100, std::move(last_.position));
    for (std::string& id : ReadAll()) seen.push_back(std::move(id));
    EXPECT_THAT(seen, ElementsAre("p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0"))
        << "cut behind page " << cut;
    EXPECT_THAT(StatusOf("plain").notes(), IsEmpty());
  }
}

TEST_F(CursorRowTest, ARefusalThatIsNotTheCursorsFailsTheSource) {
  ListUnordered(100);
  Ask();
  EXPECT_THAT(Answer(), ElementsAre("p9", "p8"));
  SentRequests& sent = fixtures_[1]->sent;
  Ask();
  while (arrived_ == nullptr) {
    ASSERT_LT(sent.size(), 10U);
    for (size_t i = 1; i < sent.size(); ++i) {
      if (!sent.waits(i)) continue;
      const bool first = sent.request(i).target == "/list/";
      sent.Answer(i, first ? absl::StatusOr<HttpResponse>(Response(200))
                           : MakeFailure(absl::StatusCode::kFailedPrecondition,
                                         v1::ERROR_REASON_VENDOR_REQUEST_REFUSED, "too much"));
    }
    loop_.RunUntilIdle();
  }
  EXPECT_EQ(ReasonOf(arrived_->status()), v1::ERROR_REASON_VENDOR_REQUEST_REFUSED);
}

TEST_F(OrderedListTest, AVendorThatSendsTheSamePageForEverFailsItsSource) {
  for (int i = 0; i < 30; ++i) sorted_.rows.push_back(At(i, absl::StrCat("s", 100 + i)));
  sorted_.repeats_first_page = true;
  List(In(kAsc, {"sorted"}));
  absl::StatusOr<StreamPage> page = Next();
  for (int i = 0; i < 100 && page.ok(); ++i) page = Next();
  EXPECT_EQ(ReasonOf(page.status()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

}  // namespace
}  // namespace bookings
