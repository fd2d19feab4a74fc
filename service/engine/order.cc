// See order.h.
#include "service/engine/order.h"

#include "connectors/api/time.h"

namespace bookings {

bool IsDescending(v1::OrderBy order) {
  return order == v1::ORDER_BY_START_TIME_DESC || order == v1::ORDER_BY_CREATE_TIME_DESC;
}

bool IsByStart(v1::OrderBy order) {
  return order == v1::ORDER_BY_START_TIME_ASC || order == v1::ORDER_BY_START_TIME_DESC;
}

OrderTime OrderTimeOf(const v1::Booking& booking, v1::OrderBy order) {
  if (IsByStart(order)) {
    if (!booking.has_start_time()) return std::nullopt;
    return FromTimestamp(booking.start_time());
  }
  if (!booking.has_create_time()) return std::nullopt;
  return FromTimestamp(booking.create_time());
}

bool TimePrecedes(const OrderTime& a, const OrderTime& b, v1::OrderBy order) {
  if (!a) return false;
  if (!b) return true;
  return IsDescending(order) ? *b < *a : *a < *b;
}

bool Precedes(const OrderTime& a_time, std::string_view a_name, const OrderTime& b_time,
              std::string_view b_name, v1::OrderBy order) {
  if (a_time == b_time) return a_name < b_name;
  return TimePrecedes(a_time, b_time, order);
}

PageTimes TimesOf(const Page& page, v1::OrderBy order) {
  PageTimes times;
  for (const v1::Booking* booking : page.bookings) {
    const OrderTime time = OrderTimeOf(*booking, order);
    if (!time) continue;
    if (!times.first || TimePrecedes(time, times.first, order)) times.first = time;
    if (times.last && TimePrecedes(time, times.last, order)) {
      times.in_order = false;
    } else {
      times.last = time;
    }
  }
  return times;
}

bool IsPastRange(absl::Time time, const v1::BookingFilter& filter, v1::OrderBy order) {
  const bool by_start = IsByStart(order);
  if (by_start ? !filter.has_start_time() : !filter.has_create_time()) return false;
  const v1::TimeRange& range = by_start ? filter.start_time() : filter.create_time();
  if (IsDescending(order)) return range.has_from() && time < FromTimestamp(range.from());
  return range.has_to() && time >= FromTimestamp(range.to());
}

}  // namespace bookings
