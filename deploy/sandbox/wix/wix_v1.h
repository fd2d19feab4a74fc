// v1's two reads (wix.md 2.2, 2.3): POST query with its hidden default filter, and the deprecated
// GET list.
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer QueryV1(const Call& call);
Answer ListV1(const Call& call);

}  // namespace bookings::sandbox::wix
