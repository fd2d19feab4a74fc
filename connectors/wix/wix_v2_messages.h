// Requests and answers of API v2's reader (wix.md 3.2, 3.3, 4.2). Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/page.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

// The documented maximum.
inline constexpr int kV2PageSize = 100;

// What BookingFilter.vendor_filter may hold.
struct V2VendorFilter {
  std::string_view name;
  // `string` or `bool`.
  std::string_view type;
  std::string_view description;
};
std::span<const V2VendorFilter> V2VendorFilters();

// Which fields of BookingFilter the vendor narrows.
std::vector<std::string> V2PushedDown(const v1::BookingFilter& filter);

// The conditions of a list, as JSON: the plan's `vendor_query`.
std::string V2Filter(const v1::BookingFilter& filter);
// A page of the list. The cursor is the vendor's own, behind a mark by which ours are known.
absl::StatusOr<HttpRequest> BuildV2List(const ListPlan& plan, std::string_view cursor);
HttpRequest BuildV2Get(std::string_view vendor_id, v1::BookingView view);

// All bookings that carry this id of the caller's own; in the FULL view, whatever their status.
absl::StatusOr<HttpRequest> BuildV2Find(std::string_view external_id, std::string_view cursor);

absl::StatusOr<Page> ParseV2Page(HttpResponse response, const Mapping& mapping);

}  // namespace bookings::wix
