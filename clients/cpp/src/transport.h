// What channels are made of. Clear text goes to loopback addresses only, unless it is meant.
#pragma once

#include <string>

namespace bookings::client::internal {

// Whether what is sent there does not leave the machine; false in doubt.
bool IsLoopback(const std::string& address);

}  // namespace bookings::client::internal
