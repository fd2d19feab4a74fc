// From a ListSlotsRequest as received to one that the engine can run: checked, resolved, resumed.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "service/engine/slot_call.h"
#include "service/rpc/caller.h"
#include "service/rpc/page_token.h"
#include "service/rpc/rpc_environment.h"

namespace bookings {

struct PreparedSlots {
  SlotRequest request;
  // What the tokens of this list are bound to.
  TokenBinding binding;
};

// UNIMPLEMENTED where the connection has no slots; INVALID_ARGUMENT with all violations at once, an
// unknown connection included; NOT_FOUND where that is all that is wrong; PAGE_TOKEN_INVALID or
// PAGE_TOKEN_MISMATCH.
absl::StatusOr<PreparedSlots> PrepareSlots(const RpcEnvironment& environment,
                                           const v1::ListSlotsRequest& request,
                                           const Caller& caller, absl::Time deadline);

}  // namespace bookings
