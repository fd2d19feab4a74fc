// What Wix's refusals mean (wix.md 5.2, 5.3): by the application code first, then by the status.
#include <optional>
#include <string>

#include "connectors/api/http_status.h"
#include "connectors/api/json.h"
#include "connectors/api/refusal.h"
#include "connectors/wix/wix_messages.h"

namespace bookings::wix {
namespace {

// wix.md 5.4: the limit counts calls per minute, answers do not say how long to wait.
constexpr absl::Duration kThrottleWait = absl::Minutes(1);
// A refusal is a few hundred bytes; more is no JSON of Wix and is not parsed for a code.
constexpr size_t kMaxRefusalBytes = 65'536;

struct CodeMeaning {
  std::string_view code;
  absl::StatusCode status;
  ErrorReason reason;
  std::string_view message;
};

constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

constexpr CodeMeaning Slot(std::string_view code) {
  return {code, kPrecondition, v1::ERROR_REASON_SLOT_UNAVAILABLE, "the slot is taken or gone"};
}
constexpr CodeMeaning Missing(std::string_view code) {
  return {code, kPrecondition, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING,
          "the vendor knows no such service, schedule, resource or add-on"};
}
constexpr CodeMeaning Refused(std::string_view code, std::string_view message) {
  return {code, kPrecondition, v1::ERROR_REASON_BOOKING_REFUSED, message};
}

constexpr std::string_view kPolicy = "the vendor refuses the change by the business's policy";
constexpr std::string_view kStatus = "the booking's status does not allow the change";
constexpr std::string_view kChoice = "the vendor does not accept the choices made";
constexpr std::string_view kMulti = "the booking is part of a multi-service booking";
constexpr std::string_view kAuth = "the vendor refuses the app's credentials";

// Codes whose HTTP status alone would say less, or something else. OAuth's stand in RFC 6749 5.2.
constexpr CodeMeaning kCodes[] = {
    {"MISSING_METASITE_ID", kPrecondition, v1::ERROR_REASON_VENDOR_RESOURCE_MISSING,
     "the credential names no site"},
    {"FEATURE_LIMIT_EXCEEDED", absl::StatusCode::kResourceExhausted,
     v1::ERROR_REASON_QUOTA_EXHAUSTED, "the site's plan does not include more of this feature"},
    {"invalid_client", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED, kAuth},
    {"invalid_grant", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED, kAuth},
    {"unauthorized_client", kPrecondition, v1::ERROR_REASON_VENDOR_AUTH_FAILED, kAuth},
    {"UNAUTHORIZED_OPERATION", kPrecondition, v1::ERROR_REASON_VENDOR_PERMISSION_DENIED,
     "the credential lacks a right at the vendor"},
    {"BOOKING_NOT_FOUND", absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
     "the vendor knows no such booking"},
    {"BOOKING_REVISION_MISMATCH", absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
     "the booking has changed meanwhile"},
    Slot("SLOT_NOT_AVAILABLE"),
    Slot("SLOT_NOT_FOUND"),
    Slot("SLOT_HOLD_UNAVAILABLE"),
    Slot("SESSION_CAPACITY_EXCEEDED"),
    Slot("SCHEDULE_CAPACITY_EXCEEDED"),
    Slot("SESSION_NOT_FOUND"),
    Slot("FAILED_RESOLVING_SESSION"),
    Slot("NO_OPEN_SPOTS"),
    Missing("SERVICE_NOT_FOUND"),
    Missing("SCHEDULE_NOT_FOUND"),
    Missing("FAILED_RESOLVING_SCHEDULE"),
    Missing("RESOURCE_NOT_FOUND"),
    Missing("ADD_ON_NOT_FOUND"),
    Missing("ADD_ON_GROUP_NOT_FOUND"),
    Refused("BOOKING_POLICY_VIOLATION", kPolicy),
    Refused("REFUND_NOT_ALLOWED", kPolicy),
    Refused("PRICE_CHANGE_NOT_ALLOWED", kPolicy),
    Refused("ADD_ON_CHANGES_NOT_ALLOWED", kPolicy),
    Refused("NEW_PRICE_WITH_WAIVE_CHARGES", kPolicy),
    Refused("VALIDATION_FAILURE", "the vendor refuses the change by its rules"),
    Refused("FAILED_VALIDATING_AVAILABILITY", "the vendor could not check the availability"),
    Refused("INVALID_BOOKING_STATUS", kStatus),
    Refused("FAILED_CONFIRMING_NON_PENDING_BOOKING", kStatus),
    Refused("FAILED_DECLINE_NON_PENDING_BOOKING", kStatus),
    Refused("CONTACT_DETAILS_CONFLICT", "contact details and form submission contradict"),
    Refused("EMPTY_FORM_INFO", "the vendor needs the answers of its form"),
    Refused("INVALID_CHOICES", kChoice),
    Refused("INVALID_SERVICE_CHOICES", kChoice),
    Refused("FAILED_RESOLVING_CUSTOM_CHOICES", kChoice),
    Refused("INVALID_FLOW_SELECTED_RESOURCES", kChoice),
    Refused("CAN_NOT_SKIP_AVAILABILITY_VALIDATION_IF_RESOURCE_NOT_PROVIDED", kChoice),
    Refused("CAN_NOT_CREATE_BOOKING_WITH_MULTI_SERVICE_BOOKING_INFO", kMulti),
    Refused("NOT_ALLOWED_TO_UPDATE_BOOKING_IN_MULTI_SERVICE_BOOKING", kMulti),
};

// Bookings are found by a query: its 404 says that the endpoint is gone, not the booking.
Purpose MeaningfulPurpose(Purpose purpose) {
  return purpose == Purpose::kGetBooking ? Purpose::kListBookings : purpose;
}

bool IsWrite(Purpose purpose) {
  return purpose == Purpose::kCreateBooking || purpose == Purpose::kChangeBooking;
}

absl::Status ExplainStatus(Purpose purpose, const VendorRefusal& refusal) {
  // Stale revisions have no code of their own (wix.md 5.2).
  if (refusal.http_status == http_status::kConflict && purpose == Purpose::kChangeBooking) {
    return RefusalFailure(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                          "the booking has changed meanwhile", refusal);
  }
  // Business refusals of Bookings are mostly 428.
  if (refusal.http_status == http_status::kPreconditionRequired && IsWrite(purpose)) {
    return RefusalFailure(kPrecondition, v1::ERROR_REASON_BOOKING_REFUSED,
                          "the vendor refuses the change by its rules", refusal);
  }
  return ExplainHttpStatus(MeaningfulPurpose(purpose), refusal);
}

}  // namespace

std::string ReadRefusalCode(Purpose purpose, const HttpResponse& response) {
  if (response.body.size() > kMaxRefusalBytes) return "";
  const absl::StatusOr<json::Document> body = json::Document::Parse(response.body);
  if (!body.ok()) return "";
  std::optional<std::string_view> code =
      body->root()["details"]["applicationError"]["code"].AsString();
  if (!code && purpose == Purpose::kExchangeTokens) code = body->root()["error"].AsString();
  return std::string(code.value_or(std::string_view()));
}

absl::Status ExplainRefusal(Purpose purpose, const HttpResponse& response) {
  VendorRefusal refusal =
      ReadRefusal(response, ReadRefusalCode(purpose, response), "x-wix-request-id");
  for (const CodeMeaning& known : kCodes) {
    if (known.code == refusal.code) {
      return RefusalFailure(known.status, known.reason, known.message, refusal);
    }
  }
  if (response.status == http_status::kTooManyRequests && !refusal.retry_after) {
    refusal.retry_after = kThrottleWait;
  }
  return ExplainStatus(purpose, refusal);
}

}  // namespace bookings::wix
