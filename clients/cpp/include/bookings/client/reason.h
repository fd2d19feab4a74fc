// Why calls fail: the gateway's catalogue (docs/errors.md), and what the client itself finds.
#pragma once

#include <string_view>

namespace bookings::client {

// The catalogue's values have the numbers of bookings::v1::ErrorReason.
enum class Reason {
  // Nobody told one: the connection broke, say.
  kNone = 0,
  kInvalidRequest = 1,
  kPageTokenInvalid = 2,
  kPageTokenMismatch = 3,
  kConnectionNotFound = 4,
  kBookingNotFound = 5,
  kScanLimitReached = 6,
  kSortWindowExceeded = 7,
  kOperationUnsupported = 8,
  kUnsupportedField = 9,
  kVendorAuthFailed = 10,
  kVendorTokenExpired = 11,
  kVendorPermissionDenied = 12,
  kVendorResourceMissing = 13,
  kVendorRateLimited = 14,
  kQuotaExhausted = 15,
  kVendorUnavailable = 16,
  kVendorResponseInvalid = 17,
  kVendorRequestRefused = 18,
  kDeadlineExceeded = 19,
  kCancelled = 20,
  kSlotUnavailable = 21,
  kBookingRefused = 22,
  kRequestIdReused = 23,
  kRequestInProgress = 24,
  kOutcomeUnknown = 25,
  kEtagMismatch = 26,
  kDraining = 27,
  kGatewayOverloaded = 28,
  kInternal = 29,
  kVendorPaymentRequired = 30,
  kStreamStalled = 31,
  kCallerUnauthenticated = 32,
  kCallerNotAllowed = 33,
  kLedgerUnavailable = 34,

  // One that a newer gateway told; Error::reason_text has it.
  kUnknown = 1000,
  // Everything else was delivered, but some sources failed: Error::failed_sources.
  kSourcesFailed = 1001,
  // The stream ended without saying that the list was complete: it was cut.
  kIncomplete = 1002,
};

// As the gateway writes it, such as `SLOT_UNAVAILABLE`; empty for what it never tells.
std::string_view NameOf(Reason reason);

// kUnknown for a text that is none of the catalogue, kNone for none.
Reason ReasonOf(std::string_view text);

}  // namespace bookings::client
