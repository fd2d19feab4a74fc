// What the vendor's pages leave open, as switches of an account.
#pragma once

#include "absl/types/span.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::tiquo {

absl::Span<const SwitchSpec> TiquoSwitches();

}  // namespace bookings::sandbox::tiquo
