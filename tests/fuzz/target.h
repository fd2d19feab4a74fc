// What every fuzz target is: one function over bytes that aborts when a promise is broken. Linked
// with libFuzzer it searches; linked with replay_main.cc it runs a corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bookings/v1/bookings.pb.h"

// The name and type that libFuzzer asks for.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace bookings::fuzz {

// Ends the run with the message where a promise does not hold.
void Require(bool holds, std::string_view promise);

// Peers must be able to read the message: text is UTF-8, nesting within protobuf's limit.
void RequireReadable(const v1::ListBookingsResponse& response);

}  // namespace bookings::fuzz
