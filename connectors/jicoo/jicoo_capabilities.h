// What Jicoo's API can do.
#pragma once

#include "bookings/v1/connections.pb.h"

namespace bookings::jicoo {

v1::Capabilities MakeCapabilities();

}  // namespace bookings::jicoo
