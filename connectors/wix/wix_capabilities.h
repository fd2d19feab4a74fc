// What a Wix connection can do, for each of its three ways of reading.
#pragma once

#include "bookings/v1/connections.pb.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

v1::Capabilities V1Capabilities(V1Method method);
v1::Capabilities V2Capabilities();

// Parts of them: slots and writes.
void AddV1Writes(v1::Capabilities* out);
void AddV2Writes(v1::Capabilities* out);

}  // namespace bookings::wix
