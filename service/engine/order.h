// The order of bookings in a list: by a time, earliest or latest first, bookings of the same time
// by resource name, those whose time is unknown last.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/page.h"

namespace bookings {

// Unset = unknown.
using OrderTime = std::optional<absl::Time>;

// Where a booking stands in an order.
struct OrderKey {
  OrderTime time;
  // The booking's resource name.
  std::string name;
};

// All orders but UNSPECIFIED have a time.
inline bool IsSorted(v1::OrderBy order) { return order != v1::ORDER_BY_UNSPECIFIED; }
bool IsDescending(v1::OrderBy order);
bool IsByStart(v1::OrderBy order);

OrderTime OrderTimeOf(const v1::Booking& booking, v1::OrderBy order);
// Whether `a` comes before `b`; false where they are the same.
bool TimePrecedes(const OrderTime& a, const OrderTime& b, v1::OrderBy order);
bool Precedes(const OrderTime& a_time, std::string_view a_name, const OrderTime& b_time,
              std::string_view b_name, v1::OrderBy order);

// The known times of a page.
struct PageTimes {
  // Those that come first and last in the order.
  OrderTime first;
  OrderTime last;
  // Whether the rows come in this order.
  bool in_order = true;
};
PageTimes TimesOf(const Page& page, v1::OrderBy order);
// Whether a filter excludes all bookings at or behind this time in this order.
bool IsPastRange(absl::Time time, const v1::BookingFilter& filter, v1::OrderBy order);

}  // namespace bookings
