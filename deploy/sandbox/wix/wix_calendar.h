// What tells of availability besides Time Slots V2: the deprecated calendar query, the spots of a
// course, and the services themselves (wix.md 3.7, 3.9).
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer QueryAvailability(const Call& call);
Answer GetScheduleAvailability(const Call& call);
Answer QueryServices(const Call& call);

}  // namespace bookings::sandbox::wix
