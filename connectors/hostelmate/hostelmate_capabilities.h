// What HostelMate's API can do.
#pragma once

#include "bookings/v1/connections.pb.h"

namespace bookings::hostelmate {

v1::Capabilities MakeCapabilities();

}  // namespace bookings::hostelmate
