// Streams of slots over a vendor whose windows are scripted: order, repeats, windows at a time,
// resumption, failures, and which slots are left out.
#include "service/engine/slot_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "service/engine/slot_match.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The start of the range; FakeLoop's clock shows it too.
const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

absl::Time At(int minute) { return kStart + absl::Minutes(minute); }

FoundSlot SlotAt(int minute, const std::string& staff = "s") {
  FoundSlot found;
  SetTimestamp(At(minute), found.slot.mutable_start_time());
  found.slot.set_available(true);
  if (!staff.empty()) found.slot.add_staff()->set_id(staff);
  return found;
}

struct SlotVendor {
  // Slots by window and page; the cursor is the number of the page.
  std::vector<std::vector<std::vector<FoundSlot>>> windows;
  // In place of the number of the next page.
  std::optional<std::string> forced_cursor;
  SlotQuery planned;
};

class SlotConnector final : public Connector {
 public:
  explicit SlotConnector(SlotVendor* vendor) : vendor_(vendor) {}

  std::string_view vendor() const override { return "slots"; }
  std::string_view default_base_url() const override { return "https://slots.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override { return {}; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery&) const override { return ListPlan(); }
  Step<Page> ListPage(const ListPlan&, std::string_view) const override { return Page(); }
  absl::Status ExplainFailure(Purpose, const HttpResponse&) const override {
    return absl::InternalError("not used");
  }

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override {
    vendor_->planned = query;
    SlotPlan plan;
    plan.query = query;
    for (size_t i = 0; i < vendor_->windows.size(); ++i) plan.windows.push_back(absl::StrCat(i));
    return plan;
  }
  Step<SlotPage> ListSlots(const SlotPlan&, std::string_view window,
                           std::string_view cursor) const override {
    size_t page = 0;
    if (!cursor.empty() && !absl::SimpleAtoi(ToAbsl(cursor), &page)) page = 0;
    size_t index = 0;
    if (!absl::SimpleAtoi(ToAbsl(window), &index)) return absl::InternalError("no such window");
    HttpRequest request;
    request.target = absl::StrCat("/", index, "/", page);
    return {std::move(request),
            [this, index, page](HttpResponse) -> Step<SlotPage> { return PageOf(index, page); }};
  }

 private:
  SlotPage PageOf(size_t index, size_t number) const {
    const auto& pages = vendor_->windows[index];
    SlotPage page;
    page.slots = pages[number];
    if (vendor_->forced_cursor) {
      page.next_cursor = vendor_->forced_cursor;
    } else if (number + 1 < pages.size()) {
      page.next_cursor = absl::StrCat(number + 1);
    }
    return page;
  }

  SlotVendor* const vendor_;
  v1::Capabilities capabilities_;
};

class SlotStreamTest : public testing::Test {
 protected:
  SlotStreamTest() : connection_(std::make_shared<Connection>()) {
    connection_->id = "spa";
    connection_->connector = std::make_unique<SlotConnector>(&vendor_);
    connection_->loop = &loop_;
    connection_->health = std::make_shared<ConnectionHealth>();
    connection_->sender = std::make_unique<FakeSender>(&sent_);
    request_.connection = "spa";
    request_.query.from = kStart;
    request_.query.to = At(24 * 60);
    request_.query.now = kStart;
  }
  void TearDown() override {
    call_.reset();
    loop_.RunUntilIdle();
  }

  void Start() {
    call_ = std::make_unique<SlotStreamCall>(request_, connection_, in_flight_);
    Ask();
  }
  void Ask() {
    page_.reset();
    call_->Next([this](absl::StatusOr<SlotStreamPage> page) { page_ = std::move(page); });
    loop_.RunUntilIdle();
  }
  void Answer(size_t i) {
    sent_.Answer(i, Response(200));
    loop_.RunUntilIdle();
  }
  void AnswerAll() {
    for (; answered_ < sent_.size(); ++answered_) Answer(answered_);
  }
  // Reads the stream to its end: `minute/staff` of each slot, pages apart by `|`.
  std::vector<std::string> ReadAll() {
    std::vector<std::string> seen;
    for (Start();; Ask()) {
      AnswerAll();
      if (!page_ || !page_->ok()) return seen;
      for (const FoundSlot& found : (*page_)->slots) seen.push_back(Describe(found));
      if ((*page_)->last) return seen;
      seen.push_back("|");
    }
  }
  static std::string Describe(const FoundSlot& found) {
    const absl::Duration since = FromTimestamp(found.slot.start_time()) - kStart;
    const std::string staff = found.slot.staff_size() > 0 ? found.slot.staff(0).id() : "";
    return absl::StrCat(absl::ToInt64Minutes(since), "/", staff,
                        found.slot.available() ? "" : " taken");
  }
  absl::Status Failure() const { return page_ ? page_->status() : absl::UnknownError("none"); }

  FakeLoop loop_;
  SentRequests sent_;
  SlotVendor vendor_;
  std::shared_ptr<Connection> connection_;
  SlotRequest request_;
  int in_flight_ = 2;
  std::unique_ptr<SlotStreamCall> call_;
  std::optional<absl::StatusOr<SlotStreamPage>> page_;
  size_t answered_ = 0;
};

TEST_F(SlotStreamTest, StreamsWindowsAndTheirPagesInOrderOfStart) {
  vendor_.windows = {{{SlotAt(30), SlotAt(10)}, {SlotAt(20)}}, {{SlotAt(60)}, {SlotAt(50)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/s", "20/s", "30/s", "50/s", "60/s"));
  EXPECT_EQ((*page_)->last_start, At(60));
}

TEST_F(SlotStreamTest, AnEmptyRangeIsOneLastPage) {
  vendor_.windows = {};
  EXPECT_THAT(ReadAll(), IsEmpty());
  EXPECT_TRUE((*page_)->last);
}

TEST_F(SlotStreamTest, CompletesSlotsWithWhenAndWhere) {
  vendor_.windows = {{{SlotAt(10)}}};
  ReadAll();
  const FoundSlot& found = (*page_)->slots.at(0);
  EXPECT_EQ(FromTimestamp(found.slot.observed_time()), loop_.Now());
  EXPECT_EQ(found.reference.connection(), "spa");
}

TEST_F(SlotStreamTest, AnswersOfLaterWindowsWaitForEarlierOnes) {
  vendor_.windows = {{{SlotAt(10)}}, {{SlotAt(50)}}};
  request_.page_size = 1;
  Start();
  ASSERT_EQ(sent_.size(), 2U) << "both windows are read at a time";
  Answer(1);
  EXPECT_FALSE(page_.has_value());
  Answer(0);
  ASSERT_TRUE(page_ && page_->ok());
  EXPECT_EQ(Describe((*page_)->slots.at(0)), "10/s");
}

TEST_F(SlotStreamTest, ASlotThatComesTwiceIsDeliveredOnce) {
  vendor_.windows = {{{SlotAt(10), SlotAt(10), SlotAt(20)}}, {{SlotAt(20), SlotAt(30)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/s", "20/s", "30/s"));
}

TEST_F(SlotStreamTest, ADeliveredSlotThatComesAgainIsDropped) {
  in_flight_ = 1;
  request_.page_size = 1;
  vendor_.windows = {{{SlotAt(10), SlotAt(20)}}, {{SlotAt(10), SlotAt(30)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/s", "|", "20/s", "|", "30/s"));
}

TEST_F(SlotStreamTest, SlotsOfOneStartInTwoWindowsAreOrderedByKey) {
  request_.page_size = 1;
  vendor_.windows = {{{SlotAt(10, "z")}}, {{SlotAt(10, "a")}}, {{SlotAt(20)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/a", "|", "10/z", "|", "20/s"));
}

TEST_F(SlotStreamTest, ASlotBehindLaterOnesFailsTheStream) {
  in_flight_ = 1;
  request_.page_size = 1;
  vendor_.windows = {{{SlotAt(10), SlotAt(20)}}, {{SlotAt(5), SlotAt(30)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/s", "|"));
  EXPECT_EQ(ReasonOf(Failure()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST_F(SlotStreamTest, ReadsNoMoreWindowsAtATimeThanItMay) {
  vendor_.windows.assign(5, {{}});
  Start();
  EXPECT_EQ(sent_.size(), 2U);
  Answer(0);
  EXPECT_EQ(sent_.size(), 3U);
}

TEST_F(SlotStreamTest, WhileNobodyAsksNothingNewIsBegun) {
  request_.page_size = 1;
  vendor_.windows.clear();
  for (int i = 0; i < 9; ++i) vendor_.windows.push_back({{SlotAt(i * 10)}, {SlotAt(i * 10 + 5)}});
  Start();
  AnswerAll();
  ASSERT_TRUE(page_ && page_->ok());
  const size_t begun = sent_.size();
  EXPECT_LE(begun, 6U) << "the window of the page and two in flight, two pages each";
  loop_.RunUntilIdle();
  EXPECT_EQ(sent_.size(), begun);
}

TEST_F(SlotStreamTest, ResumesBehindASlot) {
  vendor_.windows = {{{SlotAt(10, "a"), SlotAt(10, "b"), SlotAt(10, "c"), SlotAt(20)}}};
  request_.page_size = 2;
  Start();
  AnswerAll();
  ASSERT_TRUE(page_ && page_->ok());
  request_.resume_start = (*page_)->last_start;
  request_.resume_key = (*page_)->last_key;
  EXPECT_THAT(ReadAll(), ElementsAre("10/c", "20/s"));
  EXPECT_EQ(vendor_.planned.from, At(10)) << "what was delivered is not asked for again";
}

TEST_F(SlotStreamTest, CancelStopsTheVendorCallsAndAnswers) {
  vendor_.windows = {{{}}, {{}}};
  Start();
  call_->Cancel();
  call_->Cancel();
  loop_.RunUntilIdle();
  EXPECT_EQ(Failure().code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(sent_.cancelled(0));
  EXPECT_TRUE(sent_.cancelled(1));
}

TEST_F(SlotStreamTest, GivingTheCallUpStopsTheVendorCalls) {
  vendor_.windows = {{{}}};
  Start();
  call_.reset();
  loop_.RunUntilIdle();
  EXPECT_TRUE(sent_.cancelled(0));
}

TEST_F(SlotStreamTest, OneWindowThatFailsFailsTheStream) {
  vendor_.windows = {{{SlotAt(10)}}, {{SlotAt(20)}}};
  Start();
  sent_.Answer(
      1, MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
  loop_.RunUntilIdle();
  EXPECT_EQ(ReasonOf(Failure()), v1::ERROR_REASON_VENDOR_UNAVAILABLE);
  ASSERT_TRUE(DetailsOf(Failure()).has_value());
  EXPECT_EQ(DetailsOf(Failure())->metadata().at("connection"), "spa");
  EXPECT_TRUE(sent_.cancelled(0));
}

TEST_F(SlotStreamTest, ACursorThatComesAgainFailsTheStream) {
  vendor_.windows = {{{SlotAt(10)}}};
  vendor_.forced_cursor = "0";
  ReadAll();
  EXPECT_EQ(ReasonOf(Failure()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_EQ(sent_.size(), 2U);
}

TEST_F(SlotStreamTest, AWindowWithoutEndFailsTheStream) {
  vendor_.windows = {{}};
  vendor_.windows[0].resize(kMaxPagesPerWindow + 1);
  ReadAll();
  EXPECT_EQ(ReasonOf(Failure()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
  EXPECT_EQ(sent_.size(), static_cast<size_t>(kMaxPagesPerWindow));
}

TEST_F(SlotStreamTest, ASlotWithoutATimeFailsTheStream) {
  vendor_.windows = {{{FoundSlot()}}};
  ReadAll();
  EXPECT_EQ(ReasonOf(Failure()), v1::ERROR_REASON_VENDOR_RESPONSE_INVALID);
}

TEST_F(SlotStreamTest, TheDeadlineGoesWithEveryCall) {
  vendor_.windows = {{{}}};
  request_.deadline = At(1);
  request_.caller_token = Secret("jwt");
  Start();
  EXPECT_EQ(sent_.context(0).deadline, At(1));
  EXPECT_EQ(sent_.context(0).caller_token.RevealForUse(), "jwt");
}

TEST_F(SlotStreamTest, LeavesOutWhatWasNotAskedFor) {
  FoundSlot elsewhere = SlotAt(20);
  elsewhere.slot.mutable_location()->set_id("annexe");
  FoundSlot here = SlotAt(30);
  here.slot.mutable_location()->set_id("main");
  vendor_.windows = {
      {{SlotAt(-1), SlotAt(10), elsewhere, here, SlotAt(40, "x"), SlotAt(50, ""), SlotAt(1440)}}};
  request_.query.staff_ids = {"s"};
  request_.query.location_ids = {"main"};
  EXPECT_THAT(ReadAll(), ElementsAre("30/s"));
}

FoundSlot TakenAt(int minute) {
  FoundSlot found = SlotAt(minute);
  found.slot.set_available(false);
  return found;
}

FoundSlot PlacesAt(int minute, int places) {
  FoundSlot found = SlotAt(minute);
  found.slot.set_capacity_left(places);
  return found;
}

TEST_F(SlotStreamTest, HidesWhatCannotBeBooked) {
  request_.query.now = At(15);
  request_.query.party_size = 2;
  vendor_.windows = {{{SlotAt(10), SlotAt(20), TakenAt(30), PlacesAt(40, 1), PlacesAt(50, 2)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("20/s", "50/s"));
}

TEST_F(SlotStreamTest, ShowsWhatCannotBeBookedMarkedSo) {
  request_.query.now = At(15);
  request_.query.party_size = 2;
  request_.query.unavailable = UnavailableSlots::kShow;
  vendor_.windows = {{{SlotAt(10), SlotAt(20), TakenAt(30), PlacesAt(40, 1)}}};
  EXPECT_THAT(ReadAll(), ElementsAre("10/s taken", "20/s", "30/s taken", "40/s taken"));
}

FoundSlot NightOf(const std::string& date, const std::string& room) {
  FoundSlot found;
  found.slot.set_night(date);
  found.slot.set_available(true);
  found.slot.set_time_zone("Europe/Amsterdam");
  found.slot.mutable_location()->set_id(room);
  return found;
}

TEST_F(SlotStreamTest, NightsStandInOrderOfTheirDates) {
  // FakeLoop's clock begins on 2027-01-15, 08:00 UTC.
  request_.query.nights = NightRange{absl::CivilDay(2027, 1, 14), absl::CivilDay(2027, 1, 17)};
  vendor_.windows = {
      {{NightOf("2027-01-16", "a"), NightOf("2027-01-15", "b"), NightOf("2027-01-15", "a"),
        NightOf("2027-01-14", "a"), NightOf("2027-01-17", "a")}}};
  ReadAll();
  std::vector<std::string> seen;
  for (const FoundSlot& found : (*page_)->slots) {
    seen.push_back(found.slot.night() + found.slot.location().id());
  }
  EXPECT_THAT(seen, ElementsAre("2027-01-15a", "2027-01-15b", "2027-01-16a"));
}

TEST_F(SlotStreamTest, NightsResumeAtTheirDate) {
  request_.query.nights = NightRange{absl::CivilDay(2027, 1, 15), absl::CivilDay(2027, 1, 18)};
  const std::optional<SlotPlace> place = PlaceOf(NightOf("2027-01-16", "a"));
  ASSERT_TRUE(place.has_value());
  request_.resume_start = place->start;
  request_.resume_key = place->key;
  vendor_.windows = {{{NightOf("2027-01-16", "a"), NightOf("2027-01-16", "b")}}};
  ReadAll();
  EXPECT_EQ(vendor_.planned.nights->first, absl::CivilDay(2027, 1, 16));
  ASSERT_THAT((*page_)->slots, SizeIs(1));
  EXPECT_EQ((*page_)->slots[0].slot.location().id(), "b");
}

TEST(SlotPlace, DoesNotConfuseIdsThatHoldTheSeparator) {
  FoundSlot one = SlotAt(0, "a|b");
  FoundSlot other = SlotAt(0, "a");
  other.slot.add_staff()->set_id("b");
  EXPECT_NE(PlaceOf(one)->key, PlaceOf(other)->key);
}

TEST(SlotPlace, DoesNotDependOnTheOrderOfStaff) {
  FoundSlot one = SlotAt(0, "a");
  one.slot.add_staff()->set_id("b");
  FoundSlot other = SlotAt(0, "b");
  other.slot.add_staff()->set_id("a");
  EXPECT_EQ(PlaceOf(one)->key, PlaceOf(other)->key);
}

}  // namespace
}  // namespace bookings
