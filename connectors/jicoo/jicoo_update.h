// The fields of a booking that Jicoo lets change, and the body that changes them (jicoo.md 2.7).
// Never its times: this call does not check the slot (trap 16).
#pragma once

#include <optional>
#include <string>

#include "connectors/api/writes.h"

namespace bookings::jicoo {

// Values that the vendor does not know.
WriteProblems CheckPatch(const UpdateInput& input);

// The fields that differ; no value where none does.
std::optional<std::string> WritePatch(const v1::Booking& booking, const UpdateInput& input);

}  // namespace bookings::jicoo
