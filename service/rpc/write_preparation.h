// From a write as received to one that the engine can run: checked, its slot_token opened, with the
// digest by which a repetition is known.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "service/engine/writes.h"
#include "service/rpc/caller.h"
#include "service/rpc/rpc_environment.h"

namespace bookings {

// UNIMPLEMENTED / OPERATION_UNSUPPORTED where the connection cannot do it; INVALID_ARGUMENT with
// all violations at once (INVALID_REQUEST; UNSUPPORTED_FIELD where the vendor's lack of fields is
// all that is wrong), an unknown connection included; NOT_FOUND / CONNECTION_NOT_FOUND where that
// is all that is wrong. Where the request's own parts cannot be read (dates, masks, the slot_token)
// the connector is not asked what else it would refuse.
absl::StatusOr<WriteRequest<v1::CreateBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::CreateBookingRequest& request,
    const Caller& caller, absl::Time deadline);
absl::StatusOr<WriteRequest<v1::CancelBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::CancelBookingRequest& request,
    const Caller& caller, absl::Time deadline);
absl::StatusOr<WriteRequest<v1::RescheduleBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::RescheduleBookingRequest& request,
    const Caller& caller, absl::Time deadline);
absl::StatusOr<WriteRequest<v1::UpdateBookingRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::UpdateBookingRequest& request,
    const Caller& caller, absl::Time deadline);
absl::StatusOr<WriteRequest<v1::UpdateBookingStatusRequest>> PrepareWrite(
    const RpcEnvironment& environment, const v1::UpdateBookingStatusRequest& request,
    const Caller& caller, absl::Time deadline);

}  // namespace bookings
