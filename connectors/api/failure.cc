// See failure.h.
#include "connectors/api/failure.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

constexpr char kPayload[] = "bookings.gateway/failure";

// An HTTP date, always in UTC (RFC 9110 5.6.7); the two obsolete forms are not sent by anyone.
std::optional<absl::Time> ParseHttpDate(std::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", ToAbsl(text), &time, &error))
    return std::nullopt;
  return time;
}

std::optional<int64_t> ParseSeconds(std::string_view text) {
  int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc() || stop != end || seconds < 0) return std::nullopt;
  return seconds;
}

struct Meaning {
  absl::StatusCode code;
  ErrorReason reason;
  std::string_view message;
};

Meaning MeaningOf404(Purpose purpose) {
  if (purpose == Purpose::kGetBooking || purpose == Purpose::kBookingDetails ||
      purpose == Purpose::kChangeBooking) {
    return {absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
            "the vendor knows no such booking"};
  }
  return {absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING,
          "the vendor knows no such resource"};
}

Meaning MeaningOf(Purpose purpose, int status) {
  constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;
  switch (status) {
    case 401:
      return {kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED,
              "the vendor refuses the credential"};
    case 402:
      return {kPrecondition, v1::ERROR_REASON_VENDOR_PAYMENT_REQUIRED,
              "the vendor wants a payment"};
    case 403:
      return {kPrecondition, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED,
              "the credential lacks a right at the vendor"};
    case 404:
      return MeaningOf404(purpose);
    case 408:
      return {absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
              "the vendor timed out"};
    case 409:
      return {kPrecondition, v1::ERROR_REASON_BOOKING_REFUSED, "the vendor reports a conflict"};
    case 429:
      return {absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_VENDOR_RATE_LIMITED,
              "the vendor throttles"};
    default:
      break;
  }
  if ((status >= 400 && status < 500) || status == 501) {
    return {kPrecondition, v1::ERROR_REASON_VENDOR_REQUEST_REFUSED,
            "the vendor refuses the request"};
  }
  if (status >= 500 && status < 600) {
    return {absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
            "the vendor answers with a server error"};
  }
  return {absl::StatusCode::kInternal, v1::ERROR_REASON_VENDOR_RESPONSE_INVALID,
          "the vendor answers with an unexpected status"};
}

}  // namespace

absl::Status MakeFailure(absl::StatusCode code, ErrorReason reason, std::string_view message) {
  FailureDetails details;
  details.set_reason(reason);
  return MakeFailure(code, message, details);
}

absl::Status MakeFailure(absl::StatusCode code, std::string_view message,
                         const FailureDetails& details) {
  absl::Status status(code, ToAbsl(message));
  status.SetPayload(kPayload, absl::Cord(details.SerializeAsString()));
  return status;
}

absl::Status InvalidRequest(const Violations& violations, ErrorReason reason) {
  FailureDetails details;
  details.set_reason(reason);
  std::string message = "the request is not valid";
  for (const Violation& violation : violations) {
    auto* field = details.add_violations();
    field->set_field(violation.path);
    field->set_description(violation.problem);
    absl::StrAppend(&message, field == &details.violations(0) ? ": " : "; ", violation.path, " ",
                    violation.problem);
  }
  return MakeFailure(absl::StatusCode::kInvalidArgument, message, details);
}

std::optional<FailureDetails> DetailsOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayload);
  FailureDetails details;
  if (!payload || !details.ParseFromString(std::string(*payload))) return std::nullopt;
  return details;
}

ErrorReason ReasonOf(const absl::Status& status) {
  const std::optional<FailureDetails> details = DetailsOf(status);
  return details ? details->reason() : v1::ERROR_REASON_UNSPECIFIED;
}

ErrorReason PublicReasonOf(const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  if (reason != v1::ERROR_REASON_UNSPECIFIED) return reason;
  switch (status.code()) {
    case absl::StatusCode::kCancelled:
      return v1::ERROR_REASON_CANCELLED;
    case absl::StatusCode::kDeadlineExceeded:
      return v1::ERROR_REASON_DEADLINE_EXCEEDED;
    default:
      return v1::ERROR_REASON_INTERNAL;
  }
}

std::string ReasonName(ErrorReason reason) {
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const std::optional<FailureDetails> details = DetailsOf(status);
  if (!details || !details->has_retry_delay()) return std::nullopt;
  return absl::Seconds(details->retry_delay().seconds()) +
         absl::Nanoseconds(details->retry_delay().nanos());
}

absl::Status WithMetadata(const absl::Status& status, std::string_view key,
                          std::string_view value) {
  if (status.ok()) return status;
  FailureDetails details = DetailsOf(status).value_or(FailureDetails());
  (*details.mutable_metadata())[std::string(key)] = std::string(value);
  return MakeFailure(status.code(), ToStd(status.message()), details);
}

bool IsTransient(const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  return reason == v1::ERROR_REASON_VENDOR_UNAVAILABLE ||
         reason == v1::ERROR_REASON_VENDOR_RATE_LIMITED;
}

std::string MachineCode(std::string_view text) {
  constexpr size_t kLongest = 64;
  const auto is_code = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
  };
  if (text.size() > kLongest || !std::all_of(text.begin(), text.end(), is_code)) return "";
  return std::string(text);
}

absl::Status RefusalFailure(absl::StatusCode code, ErrorReason reason, std::string_view message,
                            const VendorRefusal& refusal) {
  FailureDetails details;
  details.set_reason(reason);
  auto& metadata = *details.mutable_metadata();
  metadata["vendor_status_code"] = absl::StrCat(refusal.http_status);
  if (!refusal.code.empty()) metadata["vendor_code"] = refusal.code;
  if (!refusal.request_id.empty()) metadata["vendor_request_id"] = refusal.request_id;
  if (refusal.retry_after) {
    details.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(*refusal.retry_after));
  }
  return MakeFailure(code, message, details);
}

absl::Status WithRetryDelay(const absl::Status& status, absl::Duration delay) {
  if (status.ok()) return status;
  FailureDetails details = DetailsOf(status).value_or(FailureDetails());
  const int64_t seconds = absl::IDivDuration(delay, absl::Seconds(1), &delay);
  details.mutable_retry_delay()->set_seconds(seconds);
  details.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
  return MakeFailure(status.code(), ToStd(status.message()), details);
}

absl::Status ExplainHttpStatus(Purpose purpose, const VendorRefusal& refusal) {
  const Meaning meaning = MeaningOf(purpose, refusal.http_status);
  return RefusalFailure(meaning.code, meaning.reason, meaning.message, refusal);
}

std::optional<absl::Duration> ReadRetryAfter(const HttpResponse& response) {
  const std::optional<std::string_view> value = response.FindHeader("Retry-After");
  if (!value) return std::nullopt;
  if (const std::optional<int64_t> seconds = ParseSeconds(*value)) return absl::Seconds(*seconds);
  const std::optional<absl::Time> until = ParseHttpDate(*value);
  const std::optional<std::string_view> date = response.FindHeader("Date");
  const std::optional<absl::Time> now = date ? ParseHttpDate(*date) : std::nullopt;
  if (!until || !now) return std::nullopt;
  return std::max(*until - *now, absl::ZeroDuration());
}

absl::Status UnknownBooking() {
  return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                     "no booking of this vendor can have this id");
}

absl::Status ResponseInvalid(std::string_view what) {
  return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_VENDOR_RESPONSE_INVALID, what);
}

}  // namespace bookings
