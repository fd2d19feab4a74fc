// See optimocms_words.h.
#include "connectors/optimocms/optimocms_words.h"

#include <algorithm>
#include <iterator>

namespace bookings::optimocms {
namespace {

constexpr Word<v1::BookingStatus> kStatuses[] = {
    {"pending", v1::BOOKING_STATUS_PENDING},     {"confirmed", v1::BOOKING_STATUS_CONFIRMED},
    {"completed", v1::BOOKING_STATUS_COMPLETED}, {"cancelled", v1::BOOKING_STATUS_CANCELLED},
    {"no_show", v1::BOOKING_STATUS_NO_SHOW},
};

}  // namespace

std::span<const Word<v1::BookingStatus>> StatusWords() { return kStatuses; }

std::optional<std::string_view> FilterWord(const v1::BookingFilter& filter) {
  if (filter.statuses_size() != 1) return std::nullopt;
  for (const auto& row : kStatuses) {
    if (row.meaning == filter.statuses(0)) return row.word;
  }
  return std::nullopt;
}

std::optional<std::string_view> StatusWord(v1::BookingStatus status) {
  constexpr v1::BookingStatus kMoves[] = {v1::BOOKING_STATUS_CONFIRMED,
                                          v1::BOOKING_STATUS_COMPLETED, v1::BOOKING_STATUS_NO_SHOW};
  if (std::find(std::begin(kMoves), std::end(kMoves), status) == std::end(kMoves)) {
    return std::nullopt;
  }
  for (const auto& row : kStatuses) {
    if (row.meaning == status) return row.word;
  }
  return std::nullopt;
}

}  // namespace bookings::optimocms
