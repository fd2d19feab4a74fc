// See bookings/client/reason.h.
#include "bookings/client/reason.h"

#include <algorithm>
#include <array>

namespace bookings::client {
namespace {

struct NamedReason {
  Reason reason;
  std::string_view name;
};

constexpr std::array kReasonNames = {
    NamedReason{Reason::kInvalidRequest, "INVALID_REQUEST"},
    NamedReason{Reason::kPageTokenInvalid, "PAGE_TOKEN_INVALID"},
    NamedReason{Reason::kPageTokenMismatch, "PAGE_TOKEN_MISMATCH"},
    NamedReason{Reason::kConnectionNotFound, "CONNECTION_NOT_FOUND"},
    NamedReason{Reason::kBookingNotFound, "BOOKING_NOT_FOUND"},
    NamedReason{Reason::kScanLimitReached, "SCAN_LIMIT_REACHED"},
    NamedReason{Reason::kSortWindowExceeded, "SORT_WINDOW_EXCEEDED"},
    NamedReason{Reason::kOperationUnsupported, "OPERATION_UNSUPPORTED"},
    NamedReason{Reason::kUnsupportedField, "UNSUPPORTED_FIELD"},
    NamedReason{Reason::kVendorAuthFailed, "VENDOR_AUTH_FAILED"},
    NamedReason{Reason::kVendorTokenExpired, "VENDOR_TOKEN_EXPIRED"},
    NamedReason{Reason::kVendorPermissionDenied, "VENDOR_PERMISSION_DENIED"},
    NamedReason{Reason::kVendorResourceMissing, "VENDOR_RESOURCE_MISSING"},
    NamedReason{Reason::kVendorRateLimited, "VENDOR_RATE_LIMITED"},
    NamedReason{Reason::kQuotaExhausted, "QUOTA_EXHAUSTED"},
    NamedReason{Reason::kVendorUnavailable, "VENDOR_UNAVAILABLE"},
    NamedReason{Reason::kVendorResponseInvalid, "VENDOR_RESPONSE_INVALID"},
    NamedReason{Reason::kVendorRequestRefused, "VENDOR_REQUEST_REFUSED"},
    NamedReason{Reason::kDeadlineExceeded, "DEADLINE_EXCEEDED"},
    NamedReason{Reason::kCancelled, "CANCELLED"},
    NamedReason{Reason::kSlotUnavailable, "SLOT_UNAVAILABLE"},
    NamedReason{Reason::kBookingRefused, "BOOKING_REFUSED"},
    NamedReason{Reason::kRequestIdReused, "REQUEST_ID_REUSED"},
    NamedReason{Reason::kRequestInProgress, "REQUEST_IN_PROGRESS"},
    NamedReason{Reason::kOutcomeUnknown, "OUTCOME_UNKNOWN"},
    NamedReason{Reason::kEtagMismatch, "ETAG_MISMATCH"},
    NamedReason{Reason::kDraining, "DRAINING"},
    NamedReason{Reason::kGatewayOverloaded, "GATEWAY_OVERLOADED"},
    NamedReason{Reason::kInternal, "INTERNAL"},
    NamedReason{Reason::kVendorPaymentRequired, "VENDOR_PAYMENT_REQUIRED"},
    NamedReason{Reason::kStreamStalled, "STREAM_STALLED"},
    NamedReason{Reason::kCallerUnauthenticated, "CALLER_UNAUTHENTICATED"},
    NamedReason{Reason::kCallerNotAllowed, "CALLER_NOT_ALLOWED"},
    NamedReason{Reason::kLedgerUnavailable, "LEDGER_UNAVAILABLE"},
};

}  // namespace

std::string_view NameOf(Reason reason) {
  const auto* found = std::ranges::find(kReasonNames, reason, &NamedReason::reason);
  return found == kReasonNames.end() ? std::string_view() : found->name;
}

Reason ReasonOf(std::string_view text) {
  if (text.empty()) return Reason::kNone;
  const auto* found = std::ranges::find(kReasonNames, text, &NamedReason::name);
  return found == kReasonNames.end() ? Reason::kUnknown : found->reason;
}

}  // namespace bookings::client
