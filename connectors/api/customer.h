// Customers as creations send them and look-ups compare them.
#pragma once

#include <string>
#include <string_view>

#include "bookings/v1/bookings.pb.h"

namespace bookings {

// The display name, else first and last name joined by a space; empty where there is none of them.
std::string FullName(const v1::Customer& customer);

// Comparable form of an address: trimmed, its domain in lower case.
std::string NormalEmail(std::string_view email);

}  // namespace bookings
