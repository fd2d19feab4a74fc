// Requests and answers of API v1 (wix.md 2.2, 2.3, 4.1): the POST query and the deprecated GET
// list. Pure functions.
#pragma once

#include <optional>
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

// Where a page starts: behind `offset` bookings of those made at `created_millis` or later
// (earlier, when the newest come first), or of all. Counting from an instant keeps the place when
// earlier rows leave the filter meanwhile.
struct V1Position {
  std::optional<int64_t> created_millis;
  int64_t offset = 0;
};

// As text: `1500` or `1614931809004+2`.
std::string FormatV1Cursor(const V1Position& position);
// PAGE_TOKEN_INVALID for anything else; the empty text is the first page.
absl::StatusOr<V1Position> ParseV1Cursor(std::string_view cursor);

// Which fields of BookingFilter the vendor narrows.
std::vector<std::string> V1PushedDown(const v1::BookingFilter& filter, V1Method method);
HttpRequest BuildV1List(const ListQuery& query, V1Method method, const V1Position& position);
HttpRequest BuildV1Get(std::string_view vendor_id, V1Method method);

// The page without its next cursor.
absl::StatusOr<Page> ParseV1Page(HttpResponse response, const Mapping& mapping);
// Where the page behind this one starts; no value where this was the last one.
std::optional<V1Position> NextV1Position(const Page& page, const V1Position& position,
                                         const ListQuery& query, V1Method method);

}  // namespace bookings::wix
