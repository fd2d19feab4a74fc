// Checks of BookingFilter.vendor_filter against the names that a connector accepts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "connectors/api/capabilities.h"
#include "google/protobuf/struct.pb.h"

namespace bookings {

// INVALID_ARGUMENT / INVALID_REQUEST with every entry that is not in the table or whose value has
// another type than the table says.
absl::Status CheckVendorFilter(const google::protobuf::Struct& filter,
                               std::span<const VendorFilterRow> known);

// The value of an entry that has this type; no value where it is not set.
std::optional<std::string> TextEntry(const google::protobuf::Struct& filter, std::string_view name);
std::optional<bool> BoolEntry(const google::protobuf::Struct& filter, std::string_view name);

}  // namespace bookings
