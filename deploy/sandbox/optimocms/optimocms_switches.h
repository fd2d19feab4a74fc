// What the vendor's pages leave open, as switches of an account.
#pragma once

#include "absl/types/span.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::optimocms {

absl::Span<const SwitchSpec> OptimocmsSwitches();

}  // namespace bookings::sandbox::optimocms
