// A row as the API shows it, and the vendor's envelopes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/optimocms/optimocms_model.h"

namespace bookings::sandbox::optimocms {

// `row` is effective.
void RenderBooking(const Row& row, const Switches& switches, JsonText& out);

// `meta` of one answer.
void PutMeta(const Request& request, const Switches* switches, absl::Time now, JsonText& out);
// `pagination`; no cursor = the last page.
void PutPagination(uint64_t total, size_t limit, const std::optional<std::string>& next,
                   const Switches& switches, JsonText& out);

struct ErrorCode {
  int status;
  std::string_view code;
};
inline constexpr ErrorCode kBadRequest{400, "BAD_REQUEST"};
inline constexpr ErrorCode kValidationError{400, "VALIDATION_ERROR"};
inline constexpr ErrorCode kUnauthorized{401, "UNAUTHORIZED"};
inline constexpr ErrorCode kForbidden{403, "FORBIDDEN"};
inline constexpr ErrorCode kNotFound{404, "NOT_FOUND"};
inline constexpr ErrorCode kConflict{409, "CONFLICT"};
inline constexpr ErrorCode kRateLimitExceeded{429, "RATE_LIMIT_EXCEEDED"};

// What is wrong with each field, by its name.
using FieldErrors = std::map<std::string, std::string>;

// `switches` may be null where no account is known.
Answer ErrorAnswer(const ErrorCode& code, std::string_view message, const FieldErrors& fields,
                   const Request& request, const Switches* switches, absl::Time now);

}  // namespace bookings::sandbox::optimocms
