// Changing a booking with API v2: each change reads the booking first, decides, and sends the
// revision that it has read; a stale one is read again and decided again, once (wix.md 7, trap 12).
#pragma once

#include <string>

#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

WriteProblems CheckV2Reschedule(const RescheduleInput& input);
WriteProblems CheckV2Update(const UpdateInput& input);
WriteProblems CheckV2Status(const UpdateStatusInput& input);

Step<Written> CancelV2(const CancelInput& input, const Mapping& mapping);
Step<Written> RescheduleV2(const RescheduleInput& input, const Mapping& mapping);
Step<Written> UpdateV2(const UpdateInput& input, const Mapping& mapping);
Step<Written> UpdateStatusV2(const UpdateStatusInput& input, const Mapping& mapping);

}  // namespace bookings::wix
