// What a reader by numbers takes out of pages whose rows have shifted, and what it must admit.
#include "service/engine/passed_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr v1::OrderBy kUnsorted = v1::ORDER_BY_UNSPECIFIED;
constexpr v1::OrderBy kByCreation = v1::ORDER_BY_CREATE_TIME_ASC;

// The rows of one page; `times` are seconds of creation, as far as given.
class NumberedRows {
 public:
  explicit NumberedRows(const std::vector<std::string>& ids, const std::vector<int>& times = {}) {
    for (size_t i = 0; i < ids.size(); ++i) {
      v1::Booking& booking = bookings_.emplace_back();
      booking.set_vendor_id(ids[i]);
      booking.set_etag("etag of " + ids[i]);
      if (i < times.size()) booking.mutable_create_time()->set_seconds(times[i]);
      page_.bookings.push_back(&booking);
    }
  }

  Page& page() { return page_; }
  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const v1::Booking* row : page_.bookings) ids.push_back(row->vendor_id());
    return ids;
  }

 private:
  std::deque<v1::Booking> bookings_;
  Page page_;
};

PassedRows NewList(v1::OrderBy order = kUnsorted) {
  return PassedRows(order, PassedRows::Rows::kMove, RowPosition());
}

PassedRows ListBehind(int64_t row, std::string id) {
  RowPosition start;
  start.row = row;
  start.etag = "etag of " + id;
  start.id = std::move(id);
  return PassedRows(kUnsorted, PassedRows::Rows::kMove, start);
}

TEST(PassedRows, WhatAnEarlierPartPassedIsRememberedFromThePageThatShowsIt) {
  PassedRows passed = ListBehind(3, "c");
  NumberedRows seen({"a", "b", "c"});
  EXPECT_FALSE(passed.Pass(0, seen.page()).replayed);
  EXPECT_THAT(seen.ids(), IsEmpty());
  NumberedRows next({"c", "d"});
  EXPECT_FALSE(passed.Pass(2, next.page()).replayed);
  EXPECT_THAT(next.ids(), ElementsAre("d"));
}

TEST(PassedRows, RowsBeforeWhatIsRememberedMayHaveComeInAnEarlierPart) {
  PassedRows passed = ListBehind(3, "c");
  NumberedRows first({"c", "d", "e"});
  EXPECT_FALSE(passed.Pass(2, first.page()).replayed);
  NumberedRows back({"a", "b", "c", "d"});
  EXPECT_TRUE(passed.Pass(0, back.page()).replayed);
}

TEST(PassedRows, WhereARowIsGoneItsNeighboursTellWhereTheListGoesOn) {
  PassedRows passed = NewList();
  NumberedRows first({"a", "b", "c"});
  passed.Pass(0, first.page());
  NumberedRows without_c({"b", "d"});
  EXPECT_TRUE(passed.Reaches(without_c.page()));
  EXPECT_FALSE(passed.Pass(1, without_c.page()).replayed);
  EXPECT_THAT(without_c.ids(), ElementsAre("d"));
  NumberedRows behind({"e", "f"});
  EXPECT_FALSE(passed.Reaches(behind.page()));
}

TEST(PassedRows, ANeighbourThatHasChangedTellsNothing) {
  PassedRows passed = NewList();
  NumberedRows first({"a", "b", "c"});
  passed.Pass(0, first.page());
  NumberedRows moved({"b", "d"});
  moved.page().bookings.front()->set_etag("another");
  EXPECT_FALSE(passed.Reaches(moved.page()));
}

TEST(PassedRows, NewRowsBeforeKnownOnesAreNoRepeats) {
  PassedRows passed = NewList();
  NumberedRows first({"a", "b"});
  passed.Pass(0, first.page());
  NumberedRows next({"new", "b", "c"});
  EXPECT_FALSE(passed.Pass(1, next.page()).replayed);
  EXPECT_THAT(next.ids(), ElementsAre("new", "c"));
}

TEST(PassedRows, WhatWasPassedLongAgoIsForgotten) {
  PassedRows passed = NewList();
  for (int i = 0; i < 3'000; ++i) {
    NumberedRows one({absl::StrCat("row ", i)});
    passed.Pass(i, one.page());
  }
  NumberedRows recent({"row 2998", "row 2999", "new"});
  EXPECT_FALSE(passed.Pass(2'998, recent.page()).replayed);
  NumberedRows again({"row 0", "row 1"});
  EXPECT_TRUE(passed.Pass(0, again.page()).replayed);
}

TEST(PassedRows, OfRowsThatStayOnlyTimesAreRememberedSoThatABrokenOrderRepeats) {
  PassedRows passed(kByCreation, PassedRows::Rows::kStay, RowPosition());
  NumberedRows first({"a", "b"}, {1, 2});
  EXPECT_FALSE(passed.Pass(0, first.page()).replayed);
  NumberedRows second({"b", "c", "d"}, {2, 9, 5});
  const PassedRows::Outcome outcome = passed.Pass(1, second.page());
  EXPECT_TRUE(outcome.order_broken);
  EXPECT_TRUE(outcome.replayed);
}

TEST(PassedRows, OfRowsThatMoveIdsAreRememberedAsWell) {
  PassedRows passed = NewList(kByCreation);
  NumberedRows first({"a", "b"}, {1, 2});
  passed.Pass(0, first.page());
  NumberedRows second({"b", "c", "d"}, {2, 9, 5});
  const PassedRows::Outcome outcome = passed.Pass(1, second.page());
  EXPECT_TRUE(outcome.order_broken);
  EXPECT_FALSE(outcome.replayed);
  EXPECT_THAT(second.ids(), ElementsAre("c", "d"));
}

}  // namespace
}  // namespace bookings
