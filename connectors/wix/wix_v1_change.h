// Changing a booking with API v1: read, decide, send. Cancel, confirm and decline answer an id only
// (wix.md 7, trap 19): the booking is read again. There is no revision: the last write wins.
#pragma once

#include "connectors/api/step.h"
#include "connectors/api/writes.h"
#include "connectors/wix/wix_parts.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

WriteProblems CheckV1Reschedule(const RescheduleInput& input);

Step<Written> CancelV1(const CancelInput& input, V1Method method, const Mapping& mapping);
Step<Written> RescheduleV1(const RescheduleInput& input, V1Method method, const Mapping& mapping);
Step<Written> UpdateStatusV1(const UpdateStatusInput& input, V1Method method,
                             const Mapping& mapping);

}  // namespace bookings::wix
