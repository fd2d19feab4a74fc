// HostelMate's [assumed] facts that a read or a write touches, as switches. README.md lists them
// for readers.
#pragma once

#include <string_view>

#include "absl/types/span.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::hostelmate {

inline constexpr std::string_view kMaxLimit = "max_limit";
inline constexpr std::string_view kOverMaxLimit = "over_max_limit";
inline constexpr std::string_view kOrder = "order";
inline constexpr std::string_view kPastTheEnd = "past_the_end";
inline constexpr std::string_view kEmptyTotalPages = "empty_total_pages";
inline constexpr std::string_view kDateWindow = "date_window";
inline constexpr std::string_view kStartAfterEnd = "start_after_end";
inline constexpr std::string_view kUnknownStatus = "unknown_status";
inline constexpr std::string_view kUnknownGuest = "unknown_guest";
inline constexpr std::string_view kUnknownQuery = "unknown_query";
inline constexpr std::string_view kListPaidDays = "list_paid_days";
inline constexpr std::string_view kMissingContentType = "missing_content_type";
inline constexpr std::string_view kOrigin = "origin";
inline constexpr std::string_view kErrorBody = "error_body";
inline constexpr std::string_view kNotFoundCode = "not_found_code";
inline constexpr std::string_view kRetryAfter = "retry_after";
inline constexpr std::string_view kRequestId = "request_id";
inline constexpr std::string_view kGuestPagingKeys = "guest_paging_keys";
inline constexpr std::string_view kIdempotencyReuse = "idempotency_reuse";
inline constexpr std::string_view kIdempotencyHours = "idempotency_hours";
inline constexpr std::string_view kIdempotencyKeyForm = "idempotency_key_form";
inline constexpr std::string_view kIdempotencyRefusals = "idempotency_refusals";
inline constexpr std::string_view kUnknownMember = "unknown_member";
inline constexpr std::string_view kExistingId = "existing_id";
inline constexpr std::string_view kCreateBody = "create_body";
inline constexpr std::string_view kGuestMatch = "guest_match";
inline constexpr std::string_view kRepeatedDate = "repeated_date";
inline constexpr std::string_view kPastNights = "past_nights";
inline constexpr std::string_view kEmptyUpdate = "empty_update";
inline constexpr std::string_view kTransitions = "transitions";
inline constexpr std::string_view kCancelFrees = "cancel_frees";
inline constexpr std::string_view kPriceUnit = "price_unit";
inline constexpr std::string_view kAvailableBeds = "available_beds";

absl::Span<const SwitchSpec> SwitchSpecs();

}  // namespace bookings::sandbox::hostelmate
