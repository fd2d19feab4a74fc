// The writes of the deprecated generation (wix.md 2.1, 2.4, 2.6): no revision, no idempotency.
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer BookV1(const Call& call);
// These three answer the id only.
Answer CancelV1(const Call& call);
Answer ConfirmV1(const Call& call);
Answer DeclineV1(const Call& call);
Answer RescheduleV1(const Call& call);
Answer SetAttendanceV1(const Call& call);
Answer MarkAsPaidV1(const Call& call);

// Spots of a session or a schedule, and the locks on sessions.
Answer AvailabilityV1(const Call& call);
Answer LockV1(const Call& call);
Answer UnlockV1(const Call& call);

}  // namespace bookings::sandbox::wix
