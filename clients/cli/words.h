// Canonical enum values and times in words for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"

namespace bookings::cli {

// `BOOKING_STATUS_NO_SHOW` as `no_show`; `-` where the vendor tells none.
std::string StatusWord(v1::BookingStatus status);
std::optional<v1::BookingStatus> ParseStatusWord(std::string_view word);
std::string ConnectionStateWord(v1::ConnectionState state);
std::string SourceStateWord(v1::SourceState state);
// `SLOT_UNAVAILABLE`.
std::string ReasonWord(v1::ErrorReason reason);

// `2026-12-03 10:00`; `-` where it is not set.
std::string ShortTime(bool known, const google::protobuf::Timestamp& time, absl::TimeZone zone);
// `35.50 EUR`; empty where it is not set.
std::string MoneyText(const v1::Money& money);

// RFC 3339, `YYYY-MM-DD HH:MM` or `YYYY-MM-DD` in the zone; no value for anything else.
std::optional<absl::Time> ParseWhen(std::string_view text, absl::TimeZone zone);

}  // namespace bookings::cli
