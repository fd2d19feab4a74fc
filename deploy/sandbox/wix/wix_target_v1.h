// What a v1 body books: one of createSession, bySessionId, scheduleId, flat in the body
// (wix.md 2.4).
#pragma once

#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_target.h"

namespace bookings::sandbox::wix {

Checked<Target> ReadTargetV1(BodyReader& root, const Call& call);

// Wix's 404 where the switch says that it has taken v1 away.
std::optional<Refusal> RefuseV1(const Call& call);

}  // namespace bookings::sandbox::wix
