// See tiquo_words.h.
#include "connectors/tiquo/tiquo_words.h"

#include <algorithm>
#include <iterator>

namespace bookings::tiquo {
namespace {

// tiquo.md 2.1. `pending` is of the older revision only, `scheduled` and those without a
// counterpart there of the newer.
constexpr Word<v1::BookingStatus> kStatuses[] = {
    {"confirmed", v1::BOOKING_STATUS_CONFIRMED},
    {"completed", v1::BOOKING_STATUS_COMPLETED},
    {"cancelled", v1::BOOKING_STATUS_CANCELLED},
    {"scheduled", v1::BOOKING_STATUS_PENDING},
    {"pending", v1::BOOKING_STATUS_PENDING},
    {"reminder_sent", v1::BOOKING_STATUS_CONFIRMED},
    {"waiting_list", v1::BOOKING_STATUS_WAITLISTED},
    {"waiting_room", v1::BOOKING_STATUS_IN_PROGRESS},
    {"checked_in", v1::BOOKING_STATUS_IN_PROGRESS},
    {"active", v1::BOOKING_STATUS_IN_PROGRESS},
    {"in_progress", v1::BOOKING_STATUS_IN_PROGRESS},
    {"no_show", v1::BOOKING_STATUS_NO_SHOW},
    {"rescheduled", v1::BOOKING_STATUS_RESCHEDULED},
};

constexpr std::string_view kSplitWords[] = {
    "scheduled", "confirmed",   "reminder_sent", "waiting_list", "waiting_room", "checked_in",
    "active",    "in_progress", "completed",     "cancelled",    "no_show",      "rescheduled",
};

// Statuses with exactly one word, which both revisions know.
constexpr Word<v1::BookingStatus> kFilterWords[] = {
    {"completed", v1::BOOKING_STATUS_COMPLETED},
    {"cancelled", v1::BOOKING_STATUS_CANCELLED},
    {"no_show", v1::BOOKING_STATUS_NO_SHOW},
};

}  // namespace

std::span<const Word<v1::BookingStatus>> StatusWords() { return kStatuses; }

std::span<const std::string_view> SplitWords() { return kSplitWords; }

std::vector<std::string_view> FilterWords(const v1::BookingFilter& filter) {
  std::vector<std::string_view> words;
  for (const int status : filter.statuses()) {
    const auto* row = std::find_if(std::begin(kFilterWords), std::end(kFilterWords),
                                   [status](const auto& r) { return r.meaning == status; });
    if (row == std::end(kFilterWords)) return {};
    if (std::find(words.begin(), words.end(), row->word) == words.end()) words.push_back(row->word);
  }
  return words;
}

}  // namespace bookings::tiquo
