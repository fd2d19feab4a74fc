// Makes a bearer token for a caller: `bookings-gateway --make_token`.
#pragma once

#include <ostream>

namespace bookings {

// Prints the token, which is kept nowhere, and the line for the policy file. False if the system
// gives no randomness.
bool PrintNewToken(std::ostream& out);

}  // namespace bookings
