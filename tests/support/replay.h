// Replays a recording against a connector: every request must be exactly the recorded one, every
// recorded response is fed back, and the outcome must be the expected one.
#pragma once

#include <filesystem>
#include <string>

#include "connectors/api/connector.h"
#include "nlohmann/json.hpp"

namespace bookings::testing {

// What differs from the recording, a line each; empty = nothing. Errors of the recording itself are
// told the same way.
std::string Replay(const std::filesystem::path& folder, ConnectorFactory make);

// A line for each place where the two differ.
std::string Differences(const nlohmann::json& expected, const nlohmann::json& actual);

}  // namespace bookings::testing
