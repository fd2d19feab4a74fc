// Requests and answers of API v1 (wix.md 2.2, 2.3, 4.1): the POST query and the deprecated GET
// list. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/page.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

enum class V1Method { kQuery, kGet };

// Wix's default, and as much as is sure to be granted: the maximum is undocumented.
inline constexpr int kV1PageSize = 500;

// Which fields of BookingFilter the vendor narrows.
std::vector<std::string> V1PushedDown(const v1::BookingFilter& filter, V1Method method);
// The conditions of a list, as JSON: the plan's `vendor_query`.
std::string V1Filter(const v1::BookingFilter& filter, V1Method method);
// The page whose first row has the number `offset`, in the plan's vendor order.
HttpRequest BuildV1List(const ListPlan& plan, V1Method method, int64_t offset);
HttpRequest BuildV1Get(std::string_view vendor_id, V1Method method);

// The page that was asked for at `offset`. Its cursor is the number of the row behind it: whatever
// the vendor counts, only a page that is not full is the last one.
absl::StatusOr<Page> ParseV1Page(HttpResponse response, const Mapping& mapping, int64_t offset);

}  // namespace bookings::wix
