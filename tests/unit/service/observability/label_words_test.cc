// The words of the labels are those of docs/metrics.md.
#include "service/observability/label_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "connectors/api/failure.h"

namespace bookings {
namespace {

TEST(LabelWords, NameEveryMethodOfBothServices) {
  EXPECT_THAT(RpcNames(), ::testing::UnorderedElementsAre(
                              "ListBookings", "GetBooking", "ListSlots", "CreateBooking",
                              "CancelBooking", "RescheduleBooking", "UpdateBooking",
                              "UpdateBookingStatus", "ListConnections", "GetConnection"));
}

TEST(LabelWords, TellThePurposesApart) {
  std::set<std::string_view> words;
  for (size_t i = 0; i < kPurposes; ++i) words.insert(PurposeWord(static_cast<Purpose>(i)));
  EXPECT_EQ(words.size(), kPurposes);
  EXPECT_EQ(PurposeWord(Purpose::kListBookings), "list");
  EXPECT_EQ(PurposeWord(Purpose::kChangeBooking), "change");
}

TEST(LabelWords, AnOutcomeIsItsReason) {
  EXPECT_EQ(OutcomeWord(OutcomeOf(absl::OkStatus())), "ok");
  EXPECT_EQ(OutcomeWord(OutcomeOf(MakeFailure(absl::StatusCode::kUnavailable,
                                              v1::ERROR_REASON_VENDOR_UNAVAILABLE, "gone"))),
            "vendor_unavailable");
}

TEST(LabelWords, AnOutcomeWithoutAReasonHasThatOfItsCode) {
  EXPECT_EQ(OutcomeWord(OutcomeOf(absl::CancelledError())), "cancelled");
  EXPECT_EQ(OutcomeWord(OutcomeOf(absl::DeadlineExceededError(""))), "deadline_exceeded");
  EXPECT_EQ(OutcomeWord(OutcomeOf(absl::DataLossError(""))), "internal");
}

TEST(LabelWords, NotesAndStatesLoseTheirPrefix) {
  EXPECT_EQ(NoteWord(v1::MAPPING_NOTE_STATUS_UNKNOWN), "status_unknown");
  EXPECT_EQ(StateWord(v1::CONNECTION_STATE_RATE_LIMITED), "rate_limited");
}

}  // namespace
}  // namespace bookings
