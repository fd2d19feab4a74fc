// What the five writes differ in before the engine has them: whom they are about, their rules,
// their operation. One overload for each request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// What a write is about, and the field that names it. Parts of a malformed name are empty.
struct WriteTarget {
  std::string connection;
  std::string vendor_id;
  std::string path;
};
WriteTarget TargetOf(const v1::CreateBookingRequest& request);
WriteTarget TargetOf(const v1::CancelBookingRequest& request);
WriteTarget TargetOf(const v1::RescheduleBookingRequest& request);
WriteTarget TargetOf(const v1::UpdateBookingRequest& request);
WriteTarget TargetOf(const v1::UpdateBookingStatusRequest& request);

// The rules of write_validation.h.
Violations CheckRules(const v1::CreateBookingRequest& request);
Violations CheckRules(const v1::CancelBookingRequest& request);
Violations CheckRules(const v1::RescheduleBookingRequest& request);
Violations CheckRules(const v1::UpdateBookingRequest& request);
Violations CheckRules(const v1::UpdateBookingStatusRequest& request);

inline v1::Operation OperationOf(const v1::CreateBookingRequest&) {
  return v1::OPERATION_CREATE_BOOKING;
}
inline v1::Operation OperationOf(const v1::CancelBookingRequest&) {
  return v1::OPERATION_CANCEL_BOOKING;
}
inline v1::Operation OperationOf(const v1::RescheduleBookingRequest&) {
  return v1::OPERATION_RESCHEDULE_BOOKING;
}
inline v1::Operation OperationOf(const v1::UpdateBookingRequest&) {
  return v1::OPERATION_UPDATE_BOOKING;
}
inline v1::Operation OperationOf(const v1::UpdateBookingStatusRequest&) {
  return v1::OPERATION_UPDATE_BOOKING_STATUS;
}

// No value where the write has no such field, or another one in its place.
std::optional<std::string_view> SlotTokenOf(const v1::CreateBookingRequest& request);
std::optional<std::string_view> SlotTokenOf(const v1::RescheduleBookingRequest& request);
template <typename Request>
std::optional<std::string_view> SlotTokenOf(const Request&) {
  return std::nullopt;
}

}  // namespace bookings
