// What all of HostelMate's read routes check alike: query parameters, pages, refusals
// (hostelmate.md 2.2, 3, 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/numbered_page.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

// The body shape follows the switch `error_body`.
Answer Refusal(int status, std::string_view code, std::string_view text, const Switches& switches);

// 400 bad_request with the status's message.
Answer BadRequest(const Call& call, const absl::Status& status);

// A 400 for a query parameter that is not in `allowed`, if the account is strict about them.
std::optional<Answer> RefuseUnknownQuery(const Call& call,
                                         const std::vector<std::string_view>& allowed);

struct PageQuery {
  uint64_t page = 1;
  uint64_t limit = 0;
};

// The largest `limit` and what becomes of a larger one differ by route.
struct LimitRule {
  uint64_t default_limit;
  uint64_t max;
  bool clamps;
};

absl::StatusOr<PageQuery> ParsePage(const Call& call, const LimitRule& rule);

// No value where the parameter is not sent; an error where it is no date.
absl::StatusOr<std::optional<absl::CivilDay>> ParseDateQuery(const Call& call,
                                                             std::string_view name);

}  // namespace bookings::sandbox::hostelmate
