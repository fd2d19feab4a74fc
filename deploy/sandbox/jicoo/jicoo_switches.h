// Jicoo's [assumed] facts that reads, slots and writes touch, as switches. The table in README.md
// lists them for readers.
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
inline constexpr std::string_view kInvalidBody = "invalid_body";
inline constexpr std::string_view kUnknownMember = "unknown_member";
inline constexpr std::string_view kCreatedStatus = "created_status";
inline constexpr std::string_view kUnknownEventType = "unknown_event_type";
inline constexpr std::string_view kCardPayment = "card_payment";
inline constexpr std::string_view kCancelReasonKey = "cancel_reason_key";
inline constexpr std::string_view kSecondCancel = "second_cancel";
inline constexpr std::string_view kChangeErrors = "change_errors";
inline constexpr std::string_view kRescheduleUid = "reschedule_uid";
inline constexpr std::string_view kRescheduleDuration = "reschedule_duration";
inline constexpr std::string_view kUpdateSlotCheck = "update_slot_check";
inline constexpr std::string_view kFullSlots = "full_slots";
inline constexpr std::string_view kPastSlots = "past_slots";
inline constexpr std::string_view kCappedSlots = "capped_slots";
inline constexpr std::string_view kLongSlotWindow = "long_slot_window";

absl::Span<const SwitchSpec> SwitchSpecs();

}  // namespace bookings::sandbox::jicoo
