// Jicoo's [assumed] facts that a read touches, as switches. The table in README.md lists them for
// readers.
#pragma once

#include <string_view>

#include "absl/types/span.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::jicoo {

inline constexpr std::string_view kDefaultPageSize = "default_page_size";
inline constexpr std::string_view kMaxPageSize = "max_page_size";
inline constexpr std::string_view kOverMaxPageSize = "over_max_page_size";
inline constexpr std::string_view kDefaultPage = "default_page";
inline constexpr std::string_view kDefaultOrder = "default_order";
inline constexpr std::string_view kDefaultSort = "default_sort";
inline constexpr std::string_view kTies = "ties";
inline constexpr std::string_view kLastNextPage = "last_next_page";
inline constexpr std::string_view kPastTheEnd = "past_the_end";
inline constexpr std::string_view kEmptyPageCount = "empty_page_count";
inline constexpr std::string_view kStatusRequest = "status_request";
inline constexpr std::string_view kUnfilteredRequests = "unfiltered_requests";
inline constexpr std::string_view kOffsetTimes = "offset_times";
inline constexpr std::string_view kZonelessTimes = "zoneless_times";
inline constexpr std::string_view kErrorBody = "error_body";
inline constexpr std::string_view kRetryAfter = "retry_after";
inline constexpr std::string_view kEventTypeScope = "event_type_scope";
inline constexpr std::string_view kEventTypePaging = "event_type_paging";
inline constexpr std::string_view kEventTypeEnvelope = "event_type_envelope";
inline constexpr std::string_view kUnknownQuery = "unknown_query";

absl::Span<const SwitchSpec> SwitchSpecs();

}  // namespace bookings::sandbox::jicoo
