// Jicoo's list operations: query validation, filters, order and pages (jicoo.md 2.2, 3, 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::jicoo {

Answer ListBookings(const Call& call);
Answer ListEventTypes(const Call& call);

// The body shape follows the switch `error_body`; `code` is ours, as the vendor documents none.
Answer Refusal(int status, std::string_view code, std::string_view message,
               std::string_view error_body);
Answer Refusal(int status, std::string_view code, std::string_view message,
               const Switches& switches);

// The vendor's 404, and its 422 with the status's message.
Answer NotFound(const Call& call);
Answer Unprocessable(const Call& call, const absl::Status& status);

// A time of a query or a body, in milliseconds, as the switches read offsets and missing zones.
absl::StatusOr<int64_t> ParseInstant(const std::string& text, std::string_view name,
                                     const Switches& switches);

// A 422 for a query parameter that is not in `allowed`, if the account is strict about them.
std::optional<Answer> RefuseUnknownQuery(const Call& call,
                                         const std::vector<std::string_view>& allowed);

}  // namespace bookings::sandbox::jicoo
