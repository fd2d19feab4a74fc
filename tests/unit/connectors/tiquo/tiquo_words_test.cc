// Tests of Tiquo's status words, both ways.
#include "connectors/tiquo/tiquo_words.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace bookings::tiquo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::BookingFilter FilterFor(std::initializer_list<v1::BookingStatus> statuses) {
  v1::BookingFilter filter;
  for (v1::BookingStatus status : statuses) filter.add_statuses(status);
  return filter;
}

std::optional<v1::BookingStatus> StatusOf(std::string_view word) {
  return Translate(StatusWords(), word);
}

TEST(TiquoWords, EveryDocumentedWordHasItsMeaning) {
  const std::map<std::string, v1::BookingStatus> meanings = {
      {"pending", v1::BOOKING_STATUS_PENDING},
      {"scheduled", v1::BOOKING_STATUS_PENDING},
      {"confirmed", v1::BOOKING_STATUS_CONFIRMED},
      {"reminder_sent", v1::BOOKING_STATUS_CONFIRMED},
      {"waiting_list", v1::BOOKING_STATUS_WAITLISTED},
      {"waiting_room", v1::BOOKING_STATUS_IN_PROGRESS},
      {"checked_in", v1::BOOKING_STATUS_IN_PROGRESS},
      {"active", v1::BOOKING_STATUS_IN_PROGRESS},
      {"in_progress", v1::BOOKING_STATUS_IN_PROGRESS},
      {"completed", v1::BOOKING_STATUS_COMPLETED},
      {"cancelled", v1::BOOKING_STATUS_CANCELLED},
      {"no_show", v1::BOOKING_STATUS_NO_SHOW},
      {"rescheduled", v1::BOOKING_STATUS_RESCHEDULED},
  };
  for (const auto& [word, meaning] : meanings) EXPECT_EQ(StatusOf(word), meaning) << word;
}

TEST(TiquoWords, ANearMissMeansNothing) {
  for (const char* word : {"", "Confirmed", "canceled", "no-show", "confirmed ", "PENDING"}) {
    EXPECT_EQ(StatusOf(word), std::nullopt) << word;
  }
}

TEST(TiquoWords, ADayIsSplitByTheTwelveWordsOfTheNewerRevision) {
  EXPECT_EQ(SplitWords().size(), 12U);
  for (std::string_view word : SplitWords()) {
    EXPECT_TRUE(StatusOf(word).has_value()) << word;
    EXPECT_NE(word, "pending");
  }
}

TEST(TiquoWords, OnlyWordsOfBothRevisionsWithoutSynonymsAreAskedFor) {
  EXPECT_THAT(FilterWords(FilterFor({v1::BOOKING_STATUS_COMPLETED, v1::BOOKING_STATUS_NO_SHOW})),
              ElementsAre("completed", "no_show"));
  EXPECT_THAT(FilterWords(FilterFor({v1::BOOKING_STATUS_CANCELLED, v1::BOOKING_STATUS_CANCELLED})),
              ElementsAre("cancelled"));
}

TEST(TiquoWords, AFilterThatOneStatusCannotBeAskedForIsNotSentAtAll) {
  for (int status = v1::BookingStatus_MIN; status <= v1::BookingStatus_MAX; ++status) {
    const auto asked = static_cast<v1::BookingStatus>(status);
    const bool safe = asked == v1::BOOKING_STATUS_COMPLETED ||
                      asked == v1::BOOKING_STATUS_CANCELLED || asked == v1::BOOKING_STATUS_NO_SHOW;
    if (safe) continue;
    EXPECT_THAT(FilterWords(FilterFor({v1::BOOKING_STATUS_CANCELLED, asked})), IsEmpty())
        << v1::BookingStatus_Name(asked);
  }
}

}  // namespace
}  // namespace bookings::tiquo
