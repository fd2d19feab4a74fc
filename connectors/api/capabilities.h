// Building a connector's Capabilities: every operation, filter field and order is there from the
// start, and a connector says only where it does better than the least.
#pragma once

#include <initializer_list>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Every operation is NONE, every filter field RESIDUAL, no order native.
v1::Capabilities LeastCapabilities();

void SetOperation(v1::Operation operation, v1::Support support,
                  std::initializer_list<std::string_view> losses, v1::Capabilities* capabilities);
// The fields are names of BookingFilter fields.
void SetFilters(v1::FilterSupport support, std::initializer_list<std::string_view> fields,
                v1::Capabilities* capabilities);
void SetNativeOrders(std::initializer_list<v1::OrderBy> orders, v1::Capabilities* capabilities);
// `value_type` is `string`, `bool` or `number`.
void AddVendorFilter(std::string_view name, std::string_view value_type,
                     std::string_view description, v1::Capabilities* capabilities);

// What is wrong with the filter's vendor_filter: names that the capabilities do not list, and
// values of another type.
Violations CheckVendorFilter(const v1::BookingFilter& filter, const v1::Capabilities& capabilities);
// Where an entry of vendor_filter stands in the request, for violations.
std::string VendorFilterPath(std::string_view name);

}  // namespace bookings
