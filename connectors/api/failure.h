// Failures: an absl::Status whose payload carries the catalogued reason, metadata and retry delay
// (FailureDetails). Messages are for people and never hold personal data, secrets or anything of a
// vendor's body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/failure.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

using ::bookings::internal::v1::FailureDetails;
using ::bookings::v1::ErrorReason;

// One thing that is wrong with a request or a configuration.
struct Violation {
  std::string path;
  std::string problem;
};
using Violations = std::vector<Violation>;

absl::Status MakeFailure(absl::StatusCode code, ErrorReason reason, std::string_view message);
absl::Status MakeFailure(absl::StatusCode code, std::string_view message,
                         const FailureDetails& details);
// INVALID_ARGUMENT with all violations; `reason` is INVALID_REQUEST, UNSUPPORTED_FIELD, ...
absl::Status InvalidRequest(const Violations& violations,
                            ErrorReason reason = v1::ERROR_REASON_INVALID_REQUEST);

// The details of a failure; empty for OK and for statuses that were not made here.
std::optional<FailureDetails> DetailsOf(const absl::Status& status);
ErrorReason ReasonOf(const absl::Status& status);
// The reason that callers see: the failure's own, or for statuses without details the one that
// stands for their code.
ErrorReason PublicReasonOf(const absl::Status& status);
// Name of a reason without its prefix, such as VENDOR_UNAVAILABLE.
std::string ReasonName(ErrorReason reason);
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);
// The status with one more piece of metadata; OK stays OK.
absl::Status WithMetadata(const absl::Status& status, std::string_view key, std::string_view value);
// The failure with this retry delay; OK stays OK.
absl::Status WithRetryDelay(const absl::Status& status, absl::Duration delay);

// Whether another attempt of a safe request can help: the vendor throttles or is unavailable.
bool IsTransient(const absl::Status& status);

// What a vendor's refusal says, in the vendor's words; parts that are unknown stay empty.
struct VendorRefusal {
  int http_status = 0;
  std::string code;
  std::string request_id;
  std::optional<absl::Duration> retry_after;
};

// The text if it is a machine code, [A-Za-z0-9_.-]{1,64}; else empty: free text of a vendor goes
// into no message or metadata.
std::string MachineCode(std::string_view text);

// A failure with metadata vendor_status_code, vendor_code and vendor_request_id.
absl::Status RefusalFailure(absl::StatusCode code, ErrorReason reason, std::string_view message,
                            const VendorRefusal& refusal);

// The meaning that an HTTP status has where the vendor's own code says nothing finer:
//   400 405 406 410 411 413 414 415 422 501 -> FAILED_PRECONDITION / VENDOR_REQUEST_REFUSED
//   401 -> FAILED_PRECONDITION / VENDOR_AUTH_FAILED          402 -> FAILED_PRECONDITION /
//   VENDOR_PAYMENT_REQUIRED 403 -> FAILED_PRECONDITION / VENDOR_PERMISSION_DENIED    404 ->
//   FAILED_PRECONDITION / VENDOR_RESOURCE_MISSING 404 when getting or changing one booking, or its
//   details -> NOT_FOUND / BOOKING_NOT_FOUND 408 and 5xx but 501 -> UNAVAILABLE /
//   VENDOR_UNAVAILABLE  409 -> FAILED_PRECONDITION / BOOKING_REFUSED 429 -> RESOURCE_EXHAUSTED /
//   VENDOR_RATE_LIMITED 3xx (never followed), unread 2xx, others -> VENDOR_RESPONSE_INVALID
absl::Status ExplainHttpStatus(Purpose purpose, const VendorRefusal& refusal);

// Retry-After in both forms: whole seconds, or an HTTP date relative to the answer's own Date
// header (without one, `nullopt`: connectors have no clock). Never negative.
std::optional<absl::Duration> ReadRetryAfter(const HttpResponse& response);

// NOT_FOUND / BOOKING_NOT_FOUND, for an id that no booking of this vendor can have.
absl::Status UnknownBooking();

// INTERNAL / VENDOR_RESPONSE_INVALID: the answer breaks the vendor's own form. `what` names the
// breach, not the content.
absl::Status ResponseInvalid(std::string_view what);

}  // namespace bookings
