// What a list tells of its sources when it began anew in the middle.
#include "service/rpc/source_tally.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

v1::SourceStatus Status(const std::string& id, int delivered,
                        v1::SourceState state = v1::SOURCE_STATE_READING) {
  v1::SourceStatus status;
  status.set_connection(absl::StrCat("connections/", id));
  status.set_state(state);
  status.set_delivered_count(delivered);
  return status;
}

// A page with so many bookings of `a`.
v1::ListBookingsResponse TalliedPage(int bookings, const std::vector<v1::SourceStatus>& sources) {
  v1::ListBookingsResponse page;
  for (int i = 0; i < bookings; ++i) {
    page.add_bookings()->set_name(absl::StrCat("connections/a/bookings/", i));
  }
  for (const v1::SourceStatus& status : sources) *page.add_sources() = status;
  return page;
}

class SourceTallyTest : public ::testing::Test {
 protected:
  v1::ListBookingsResponse Continue(v1::ListBookingsResponse page) {
    tally_.Continue(page);
    return page;
  }

  SourceTally tally_;
};

TEST_F(SourceTallyTest, WithoutABreakAllStaysAsItIs) {
  const v1::ListBookingsResponse page = TalliedPage(2, {Status("a", 2), Status("b", 0)});
  EXPECT_EQ(Continue(page).SerializeAsString(), page.SerializeAsString());
}

TEST_F(SourceTallyTest, CountsGoOnBehindThePageThatWasRead) {
  v1::SourceStatus first = Status("a", 10);
  first.set_filtered_count(3);
  first.set_dropped_count(1);
  Continue(TalliedPage(10, {first}));
  tally_.BeginAnewBefore(Continue(TalliedPage(5, {Status("a", 15)})));
  const v1::ListBookingsResponse again = Continue(TalliedPage(5, {Status("a", 5)}));
  EXPECT_EQ(again.sources(0).delivered_count(), 15);
  EXPECT_EQ(Continue(TalliedPage(4, {Status("a", 9)})).sources(0).delivered_count(), 19);
}

TEST_F(SourceTallyTest, WhatWasFilteredBeforeIsNotForgotten) {
  v1::SourceStatus read = Status("a", 10);
  read.set_filtered_count(3);
  read.set_dropped_count(1);
  Continue(TalliedPage(10, {read}));
  tally_.BeginAnewBefore(Continue(TalliedPage(0, {})));
  const v1::ListBookingsResponse again = Continue(TalliedPage(5, {Status("a", 5)}));
  EXPECT_EQ(again.sources(0).filtered_count(), 3);
  EXPECT_EQ(again.sources(0).dropped_count(), 1);
}

TEST_F(SourceTallyTest, ASourceThatHadEndedIsToldAsItEnded) {
  v1::SourceStatus ended = Status("b", 7, v1::SOURCE_STATE_COMPLETE);
  ended.add_notes(v1::SOURCE_NOTE_CHANGED_WHILE_READ);
  Continue(TalliedPage(3, {Status("a", 3), ended}));
  tally_.BeginAnewBefore(Continue(TalliedPage(2, {Status("a", 5)})));
  const v1::ListBookingsResponse last = Continue(TalliedPage(
      2, {Status("a", 2, v1::SOURCE_STATE_COMPLETE), Status("b", 0, v1::SOURCE_STATE_COMPLETE)}));
  EXPECT_EQ(last.sources(0).delivered_count(), 5);
  EXPECT_EQ(last.sources(1).SerializeAsString(), ended.SerializeAsString());
}

TEST_F(SourceTallyTest, ASourceThatEndedOnThePageThatNobodyReadIsReadOn) {
  Continue(TalliedPage(3, {Status("a", 3)}));
  tally_.BeginAnewBefore(Continue(TalliedPage(2, {Status("a", 5, v1::SOURCE_STATE_COMPLETE)})));
  const v1::ListBookingsResponse again =
      Continue(TalliedPage(2, {Status("a", 2, v1::SOURCE_STATE_PARTIAL)}));
  EXPECT_EQ(again.sources(0).state(), v1::SOURCE_STATE_PARTIAL);
  EXPECT_EQ(again.sources(0).delivered_count(), 5);
}

TEST_F(SourceTallyTest, AListMayBeginAnewAgain) {
  Continue(TalliedPage(10, {Status("a", 10)}));
  tally_.BeginAnewBefore(Continue(TalliedPage(5, {Status("a", 15)})));
  Continue(TalliedPage(5, {Status("a", 5)}));
  tally_.BeginAnewBefore(Continue(TalliedPage(4, {Status("a", 9)})));
  EXPECT_EQ(Continue(TalliedPage(4, {Status("a", 4)})).sources(0).delivered_count(), 19);
  // And twice in the same place.
  tally_.BeginAnewBefore(TalliedPage(4, {}));
  EXPECT_EQ(Continue(TalliedPage(4, {Status("a", 4)})).sources(0).delivered_count(), 19);
}

}  // namespace
}  // namespace bookings
