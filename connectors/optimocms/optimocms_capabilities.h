// What OptimoCMS's API can do.
#pragma once

#include <string_view>

#include "bookings/v1/connections.pb.h"

namespace bookings::optimocms {

// The vendor_filter entry that is sent as the vendor's status; the other one is kDate.
inline constexpr std::string_view kStatus = "status";

enum class Ends { kUnknown, kConfigured };

v1::Capabilities MakeCapabilities(Ends ends);

}  // namespace bookings::optimocms
