// From a ListBookingsRequest as received to one that the engine can run: checked, resolved,
// resumed.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "service/engine/engine.h"
#include "service/rpc/caller.h"
#include "service/rpc/page_token.h"
#include "service/rpc/rpc_environment.h"

namespace bookings {

struct PreparedList {
  ListRequest request;
  // What the tokens of this list are bound to.
  TokenBinding binding;
};

// INVALID_ARGUMENT with all violations at once, unknown connections included; NOT_FOUND where they
// are all that is wrong; PAGE_TOKEN_INVALID or PAGE_TOKEN_MISMATCH.
absl::StatusOr<PreparedList> PrepareList(const RpcEnvironment& environment,
                                         const v1::ListBookingsRequest& request,
                                         const Caller& caller, absl::Time deadline);

}  // namespace bookings
