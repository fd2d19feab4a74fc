// Tiquo's status words: what they mean, and which of them a filter may be sent with.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/words.h"

namespace bookings::tiquo {

// The union of both revisions of the documentation: 13 words.
std::span<const Word<v1::BookingStatus>> StatusWords();

// The 12 words of the newer revision, which the Admin API takes (tiquo.md 2.3): what a full day is
// split by.
std::span<const std::string_view> SplitWords();

// The vendor's words for these statuses, if asking for them leaves no matching booking out and
// both revisions know them all; else empty. A word of one revision only may be refused by the
// other (tiquo.md 7.4).
std::vector<std::string_view> FilterWords(const v1::BookingFilter& filter);

}  // namespace bookings::tiquo
