// See slot_validation.h.
#include "service/rpc/slot_validation.h"

#include <algorithm>
#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "connectors/api/civil.h"
#include "connectors/api/time.h"
#include "service/rpc/field_rules.h"
#include "service/rpc/validation.h"

namespace bookings {
namespace {

constexpr char kTooLong[] = "must not be more than 366 days after `from`";

void CheckBoundedTimes(const v1::TimeRange& range, Violations& out) {
  if (!range.has_from()) out.push_back({"time_range.from", "is required"});
  if (!range.has_to()) out.push_back({"time_range.to", "is required"});
  CheckTimeRange(range, "time_range", out);
  if (!range.has_from() || !range.has_to()) return;
  if (!IsInstant(range.from()) || !IsInstant(range.to())) return;
  if (FromTimestamp(range.to()) - FromTimestamp(range.from()) > kMaxSlotDays * absl::Hours(24)) {
    out.push_back({"time_range.to", kTooLong});
  }
}

void CheckBoundedDates(const v1::DateRange& range, Violations& out) {
  if (range.from().empty()) out.push_back({"date_range.from", "is required"});
  if (range.to().empty()) out.push_back({"date_range.to", "is required"});
  CheckDateRange(range, "date_range", out);
  const std::optional<absl::CivilDay> from = ParseDate(range.from());
  const std::optional<absl::CivilDay> to = ParseDate(range.to());
  if (from && to && *to - *from > kMaxSlotDays) out.push_back({"date_range.to", kTooLong});
}

void CheckWhen(const v1::ListSlotsRequest& request, Violations& out) {
  switch (request.when_case()) {
    case v1::ListSlotsRequest::kTimeRange:
      return CheckBoundedTimes(request.time_range(), out);
    case v1::ListSlotsRequest::kDateRange:
      return CheckBoundedDates(request.date_range(), out);
    case v1::ListSlotsRequest::WHEN_NOT_SET:
      out.push_back({"when", "is required: time_range or date_range"});
  }
}

}  // namespace

Violations CheckListSlots(const v1::ListSlotsRequest& request) {
  Violations out = CheckConnectionName(request.connection(), "connection");
  if (request.service_id().empty() && !request.has_date_range()) {
    out.push_back({"service_id", "is required, except with a date_range"});
  }
  CheckText(request.service_id(), kMaxNameBytes, "service_id", out);
  CheckWhen(request, out);
  CheckFilterIds(request.staff_ids(), "staff_ids", out);
  CheckFilterIds(request.location_ids(), "location_ids", out);
  if (request.party_size() < 0) out.push_back({"party_size", "must not be negative"});
  CheckZone(request.time_zone(), "time_zone", out);
  if (request.page_size() < 0) out.push_back({"page_size", "must not be negative"});
  return out;
}

int EffectivePageSize(const v1::ListSlotsRequest& request) {
  if (request.page_size() == 0) return kDefaultSlotPageSize;
  return std::min(request.page_size(), kMaxPageSize);
}

}  // namespace bookings
