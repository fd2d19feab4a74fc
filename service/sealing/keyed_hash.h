// Hashes that need the key to be made: ids which nobody else can foresee and which say nothing of
// what they were made from.
#pragma once

#include <string>
#include <string_view>

#include "service/engine/secret.h"

namespace bookings {

// HMAC-SHA256, 32 bytes.
std::string KeyedHash(const Secret& key, std::string_view text);

// The first 128 bits of a digest in the form of a random UUID (version 4, variant 1), lower case.
std::string UuidOf(std::string_view digest);

}  // namespace bookings
