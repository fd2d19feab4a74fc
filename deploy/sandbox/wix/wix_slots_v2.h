// Time Slots V2 (wix.md 3.7): appointments and class sessions.
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer ListTimeSlots(const Call& call);
Answer GetTimeSlot(const Call& call);
Answer ListEventSlots(const Call& call);
Answer GetEventSlot(const Call& call);

}  // namespace bookings::sandbox::wix
