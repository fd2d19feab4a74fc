// A stable 64-bit hash, the same on every machine and in every version: etags are made of it. Not
// for secrets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "connectors/api/json.h"

namespace bookings {

uint64_t HashBytes(std::string_view bytes, uint64_t seed = 0);

// Hash of a JSON value with all that it holds; independent of white space, dependent on the order
// of members.
uint64_t HashJson(json::Value value);

// 16 lower-case hexadecimal digits.
std::string HexDigits(uint64_t hash);

}  // namespace bookings
