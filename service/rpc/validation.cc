// See validation.h.
#include "service/rpc/validation.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "connectors/api/names.h"
#include "service/rpc/field_rules.h"

namespace bookings {
namespace {

// Statuses of one filter: more than there are is a mistake.
constexpr int kMaxStatuses = 1'000;

void CheckStatuses(const v1::BookingFilter& filter, Violations& out) {
  if (!CheckCount(filter.statuses_size(), kMaxStatuses, "filter.statuses", out)) return;
  for (int i = 0; i < filter.statuses_size(); ++i) {
    const int status = filter.statuses(i);
    if (status == v1::BOOKING_STATUS_UNSPECIFIED || !v1::BookingStatus_IsValid(status)) {
      out.push_back({Element("filter.statuses", i), "must be a status other than UNSPECIFIED"});
    }
  }
}

void CheckRanges(const v1::BookingFilter& filter, Violations& out) {
  CheckTimeRange(filter.start_time(), "filter.start_time", out);
  CheckTimeRange(filter.end_time(), "filter.end_time", out);
  CheckTimeRange(filter.create_time(), "filter.create_time", out);
  CheckTimeRange(filter.update_time(), "filter.update_time", out);
  CheckDateRange(filter.stay(), "filter.stay", out);
}

void CheckFilter(const v1::BookingFilter& filter, Violations& out) {
  CheckStatuses(filter, out);
  CheckRanges(filter, out);
  CheckFilterIds(filter.customer_emails(), "filter.customer_emails", out);
  CheckFilterIds(filter.customer_ids(), "filter.customer_ids", out);
  CheckFilterIds(filter.service_ids(), "filter.service_ids", out);
  CheckFilterIds(filter.staff_ids(), "filter.staff_ids", out);
  CheckFilterIds(filter.location_ids(), "filter.location_ids", out);
  CheckFilterIds(filter.session_ids(), "filter.session_ids", out);
  CheckFilterIds(filter.schedule_ids(), "filter.schedule_ids", out);
  CheckFilterIds(filter.references(), "filter.references", out);
}

void CheckConnections(const v1::ListBookingsRequest& request, Violations& out) {
  std::set<std::string_view> seen;
  const int checked = std::min(request.connections_size(), kMaxListConnections);
  for (int i = 0; i < checked; ++i) {
    const std::string& name = request.connections(i);
    const std::string path = Element("connections", i);
    if (!ParseConnectionName(name)) {
      out.push_back({path, "must be a name connections/{connection}"});
    } else if (!seen.insert(name).second) {
      out.push_back({path, "stands in the list twice"});
    }
  }
}

// How many sources the list has.
int CountSources(const v1::ListBookingsRequest& request, const std::vector<std::string>& readable) {
  return request.connections_size() > 0 ? request.connections_size()
                                        : static_cast<int>(readable.size());
}

void CheckSourceCount(const v1::ListBookingsRequest& request, int sources, Violations& out) {
  if (sources > kMaxListConnections) {
    out.push_back({"connections", absl::StrCat("must not be more than ", kMaxListConnections)});
  }
  if (sources != 1 && request.filter().vendor_filter().fields_size() > 0) {
    out.push_back({"filter.vendor_filter", "is accepted with exactly one connection only"});
  }
}

}  // namespace

Violations CheckListBookings(const v1::ListBookingsRequest& request,
                             const std::vector<std::string>& readable) {
  Violations out;
  CheckConnections(request, out);
  CheckSourceCount(request, CountSources(request, readable), out);
  CheckFilter(request.filter(), out);
  CheckEnum(request.order_by(), v1::OrderBy_IsValid, "order_by", out);
  CheckEnum(request.view(), v1::BookingView_IsValid, "view", out);
  if (request.page_size() < 0) out.push_back({"page_size", "must not be negative"});
  if (request.limit() < 0) out.push_back({"limit", "must not be negative"});
  return out;
}

Violations CheckGetBooking(const v1::GetBookingRequest& request) {
  Violations out = CheckBookingName(request.name(), "name");
  CheckEnum(request.view(), v1::BookingView_IsValid, "view", out);
  return out;
}

Violations CheckConnectionName(std::string_view name, std::string_view path) {
  if (ParseConnectionName(name)) return {};
  return {{std::string(path), "must be a name connections/{connection}"}};
}

Violations CheckBookingName(std::string_view name, std::string_view path) {
  if (name.size() <= kMaxNameBytes && ParseBookingName(name)) return {};
  return {{std::string(path),
           absl::StrCat("must be a name connections/{connection}/bookings/{booking} of at most ",
                        kMaxNameBytes, " bytes, with {booking} percent-encoded")}};
}

Violations UnknownConnections(const v1::ListBookingsRequest& request,
                              const std::vector<std::string>& readable) {
  Violations out;
  const int checked = std::min(request.connections_size(), kMaxListConnections);
  for (int i = 0; i < checked; ++i) {
    const std::optional<std::string> id = ParseConnectionName(request.connections(i));
    if (!id || std::find(readable.begin(), readable.end(), *id) != readable.end()) continue;
    out.push_back({Element("connections", i), "is no connection that the caller may read"});
  }
  return out;
}

std::vector<std::string> ResolveConnections(const v1::ListBookingsRequest& request,
                                            const std::vector<std::string>& readable) {
  std::vector<std::string> ids;
  for (const std::string& name : request.connections()) {
    ids.push_back(ParseConnectionName(name).value_or(""));
  }
  if (ids.empty()) ids = readable;
  std::sort(ids.begin(), ids.end());
  return ids;
}

int EffectivePageSize(const v1::ListBookingsRequest& request) {
  return request.page_size() == 0 ? kDefaultPageSize : std::min(request.page_size(), kMaxPageSize);
}

}  // namespace bookings
