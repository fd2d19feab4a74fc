// See write_kinds.h.
#include "service/rpc/write_kinds.h"

#include <utility>

#include "connectors/api/names.h"
#include "service/rpc/write_validation.h"

namespace bookings {
namespace {

WriteTarget TargetBooking(std::string_view name, std::string path) {
  BookingId id = ParseBookingName(name).value_or(BookingId());
  return {std::move(id.connection), std::move(id.vendor_id), std::move(path)};
}

template <typename Request>
std::optional<std::string_view> TokenIn(const Request& request) {
  if (!request.has_slot_token()) return std::nullopt;
  return request.slot_token();
}

}  // namespace

WriteTarget TargetOf(const v1::CreateBookingRequest& request) {
  return {ParseConnectionName(request.connection()).value_or(""), "", "connection"};
}
WriteTarget TargetOf(const v1::CancelBookingRequest& request) {
  return TargetBooking(request.name(), "name");
}
WriteTarget TargetOf(const v1::RescheduleBookingRequest& request) {
  return TargetBooking(request.name(), "name");
}
WriteTarget TargetOf(const v1::UpdateBookingRequest& request) {
  return TargetBooking(request.booking().name(), "booking.name");
}
WriteTarget TargetOf(const v1::UpdateBookingStatusRequest& request) {
  return TargetBooking(request.name(), "name");
}

Violations CheckRules(const v1::CreateBookingRequest& request) {
  return CheckCreateBooking(request);
}
Violations CheckRules(const v1::CancelBookingRequest& request) {
  return CheckCancelBooking(request);
}
Violations CheckRules(const v1::RescheduleBookingRequest& request) {
  return CheckRescheduleBooking(request);
}
Violations CheckRules(const v1::UpdateBookingRequest& request) {
  return CheckUpdateBooking(request);
}
Violations CheckRules(const v1::UpdateBookingStatusRequest& request) {
  return CheckUpdateBookingStatus(request);
}

std::optional<std::string_view> SlotTokenOf(const v1::CreateBookingRequest& request) {
  return TokenIn(request);
}
std::optional<std::string_view> SlotTokenOf(const v1::RescheduleBookingRequest& request) {
  return TokenIn(request);
}

}  // namespace bookings
