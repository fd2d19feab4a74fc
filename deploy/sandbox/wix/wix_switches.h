// Every fact of Wix's API that its sheet only assumes and that a read or a write touches, as a
// switch of the account.
#pragma once

#include <string>

#include "absl/types/span.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::wix {

absl::Span<const SwitchSpec> WixSwitches();

// All values in one text: what a kept list of rows depends on besides the query.
std::string Fingerprint(const Switches& switches);

}  // namespace bookings::sandbox::wix
