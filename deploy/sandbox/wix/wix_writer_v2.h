// The Bookings Writer V2 (wix.md 3.5): every answer is {"booking": {…}}.
#pragma once

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::wix {

Answer CreateV2(const Call& call);
Answer ConfirmV2(const Call& call);
Answer DeclineV2(const Call& call);
Answer CancelV2(const Call& call);
Answer RescheduleV2(const Call& call);
Answer MarkAsPendingV2(const Call& call);
Answer UpdateParticipantsV2(const Call& call);
// The path value ends with `:confirmOrDecline`; any other ending is an unknown path.
Answer ConfirmOrDeclineV2(const Call& call);

}  // namespace bookings::sandbox::wix
