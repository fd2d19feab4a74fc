// Canonical enum values and times in words for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"

namespace bookings::cli {

// `BOOKING_STATUS_NO_SHOW` as `no_show`; `-` where the vendor tells none.
std::string StatusWord(v1::BookingStatus status);
std::optional<v1::BookingStatus> ParseStatusWord(std::string_view word);
// All that ParseStatusWord knows.
std::vector<std::string> StatusWords();
// `start, earliest first`; empty for UNSPECIFIED.
std::string OrderText(v1::OrderBy order);
std::string PaymentWord(v1::PaymentStatus status);
std::string ConnectionStateWord(v1::ConnectionState state);
std::string SourceStateWord(v1::SourceState state);
// `SLOT_UNAVAILABLE`.
std::string ReasonWord(v1::ErrorReason reason);

// `2026-12-03 10:00`; `-` where it is not set.
std::string ShortTime(bool known, const google::protobuf::Timestamp& time, absl::TimeZone zone);
// `35.50`; empty where it is not set.
std::string AmountText(const v1::Money& money);
// `35.50 EUR`; empty where it is not set.
std::string MoneyText(const v1::Money& money);
// `2026-12-03T10:00:00Z`; empty where it is not set.
std::string Rfc3339(bool known, const google::protobuf::Timestamp& time);
// `1 booking`, `2 bookings`.
std::string Counted(int64_t count, std::string_view noun);
// The id of `connections/{id}`.
std::string ConnectionId(std::string_view name);

}  // namespace bookings::cli
