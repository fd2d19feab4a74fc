// What watch finds between two readings, and what its screen shows; what a plan says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "clients/cli/booking_changes.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/table.h"
#include "clients/cli/watch_screen.h"

namespace bookings::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::Booking Named(const std::string& connection, const std::string& id, const std::string& title) {
  v1::Booking booking;
  booking.set_name("connections/" + connection + "/bookings/" + id);
  booking.set_title(title);
  return booking;
}

Reading ReadingOf(std::vector<v1::Booking> bookings,
                  v1::SourceState state_of_b = v1::SOURCE_STATE_COMPLETE) {
  Reading reading{std::move(bookings), {}};
  reading.sources.resize(2);
  reading.sources[0].set_connection("connections/a");
  reading.sources[0].set_state(v1::SOURCE_STATE_COMPLETE);
  reading.sources[1].set_connection("connections/b");
  reading.sources[1].set_state(state_of_b);
  return reading;
}

// `+1 ~2 -3`: the changes with the last character of their names.
std::string Changes(const std::vector<WatchedBooking>& watched) {
  std::string text;
  for (const WatchedBooking& one : watched) {
    constexpr char kMarks[] = "=+~-";
    text += (text.empty() ? "" : " ") + std::string(1, kMarks[static_cast<size_t>(one.change)]) +
            one.booking.name().back();
  }
  return text;
}

TEST(BookingChanges, AddedChangedRemoved) {
  BookingChanges changes;
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("a", "1", "x"), Named("a", "2", "x")}))),
            "+1 +2");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("a", "2", "y"), Named("a", "3", "x")}))),
            "~2 +3 -1");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("a", "2", "y"), Named("a", "3", "x")}))),
            "=2 =3");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({}))), "-2 -3");
}

TEST(BookingChanges, WhatAFailedSourceDoesNotTellIsNotGone) {
  BookingChanges changes;
  changes.Take(ReadingOf({Named("a", "1", "x"), Named("b", "2", "x")}));
  EXPECT_EQ(Changes(changes.Take(ReadingOf({}, v1::SOURCE_STATE_FAILED))), "=2 -1");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("b", "2", "x")}))), "=2");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({}))), "-2");
}

TEST(BookingChanges, OneThatComesTwiceIsToldOnce) {
  BookingChanges changes;
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("a", "1", "x"), Named("a", "1", "x")}))), "+1");
  EXPECT_EQ(Changes(changes.Take(ReadingOf({Named("a", "1", "x"), Named("a", "1", "x")}))), "=1");
}

WatchView ViewOf(int bookings) {
  WatchView view;
  view.every = absl::Seconds(5);
  view.read = absl::FromUnixSeconds(1'796'482'800);
  for (int i = 0; i < bookings; ++i) {
    view.bookings.push_back(
        {Named("a", std::to_string(i), "a title of some length"), Change::kNone});
  }
  return view;
}

Settings InUtc() {
  Settings settings;
  settings.calendar.zone = absl::UTCTimeZone();
  return settings;
}

TEST(WatchScreen, CountsWhatChanged) {
  WatchView view = ViewOf(3);
  EXPECT_EQ(WatchCounts(view), "3 bookings");
  view.bookings[0].change = Change::kAdded;
  view.bookings[1].change = Change::kChanged;
  view.bookings[2].change = Change::kRemoved;
  EXPECT_EQ(WatchCounts(view), "2 bookings, 1 new, 1 changed, 1 gone");
}

TEST(WatchScreen, LinesFitTheTerminal) {
  WatchView view = ViewOf(50);
  view.trouble = std::string(300, 'x');
  for (const TerminalSize size :
       {TerminalSize{80, 24}, TerminalSize{140, 40}, TerminalSize{60, 10}}) {
    const std::vector<std::string> lines = WatchLines(view, InUtc(), size);
    EXPECT_THAT(lines, SizeIs(size.rows));
    for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), size.columns) << line;
    EXPECT_EQ(lines.back(), "... and " + std::to_string(50 - (size.rows - 4)) + " more");
  }
  EXPECT_EQ(WatchLines(ViewOf(2), InUtc(), {80, 24})[0],
            "every 5s - 2026-12-05 15:00:00 - 2 bookings");
}

TEST(PlanText, TellsWhoNarrowsAndWhatItCosts) {
  v1::ListPlan plan;
  v1::SourcePlan* source = plan.add_sources();
  source->set_connection("connections/tokyo");
  source->add_pushed_down_filters("start_time");
  source->add_residual_filters("customer_emails");
  source->set_vendor_order(v1::ORDER_BY_START_TIME_ASC);
  source->set_expected_calls(3);
  source->set_calls_per_booking(1);
  plan.add_sources()->set_connection("connections/porto");
  EXPECT_THAT(PlanText(plan, 80, false),
              AllOf(HasSubstr("connections/tokyo\n  the vendor narrows  start_time\n"),
                    HasSubstr("  the gateway checks  customer_emails\n"),
                    HasSubstr("  the vendor's order  start, earliest first\n"),
                    HasSubstr("  vendor calls        about 3, and 1 more for each booking\n"),
                    HasSubstr("  vendor calls        as many as there are pages\n"),
                    HasSubstr("2 connections, at least 4 vendor calls in all\n")));
}

}  // namespace
}  // namespace bookings::cli
