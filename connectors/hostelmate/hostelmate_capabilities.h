// What HostelMate's API can do, as far as the connection is configured for it.
#pragma once

#include "bookings/v1/connections.pb.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

v1::Capabilities MakeCapabilities(const Property& property);

}  // namespace bookings::hostelmate
