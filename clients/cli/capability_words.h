// What a connection can do, in the words of bookctl's commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/connections.pb.h"

namespace bookings::cli {

inline constexpr std::string_view kMarkEmulated = "*";
inline constexpr std::string_view kEmulatedLegend =
    "* made by the gateway out of other calls of the vendor";

// `list`, `get*`: the operations that work, those that the gateway emulates with the mark behind
// them.
std::vector<std::string> OperationWords(const v1::Capabilities& capabilities,
                                        std::string_view emulated_mark);
// The operations that do not.
std::vector<std::string> MissingOperations(const v1::Capabilities& capabilities);

}  // namespace bookings::cli
