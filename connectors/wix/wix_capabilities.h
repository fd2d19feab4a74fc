// What a Wix connection can do, for each of its three ways of reading.
#pragma once

#include "bookings/v1/connections.pb.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

v1::Capabilities V1Capabilities(V1Method method);
v1::Capabilities V2Capabilities();

}  // namespace bookings::wix
