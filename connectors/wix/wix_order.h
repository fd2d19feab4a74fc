// What a creation asks for, in one form for both ways to ask: a slot token or a service at a time.
// Kept in CreatePlan::data, so that another process can go on with it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/writes.h"
#include "connectors/wix/wix_body.h"

namespace bookings::wix {

// The request without what is not sent, and the slot as far as it is known. A course has no start,
// a class has a session.
struct Order {
  v1::CreateBookingRequest request;
  internal::v1::SlotReference slot;

  const Options& options() const { return request.vendor_options(); }
  bool is_course() const;
  bool is_class() const { return !slot.session_id().empty(); }
  // At least 1.
  int party_size() const;
};

// `zone` is the connection's, for requests that name none; without either it is UTC.
Order MakeOrder(const CreateInput& input, std::string_view zone);
internal::v1::SlotReference SlotOf(const RescheduleInput& input, std::string_view zone);

std::string WriteOrder(const Order& order);
absl::StatusOr<Order> ReadOrder(const std::string& data);

// A plan of this order, or INVALID_REQUEST where it is larger than can be kept.
absl::StatusOr<CreatePlan> PlanOf(const Order& order, std::string rivalry);

// The options under which callers and this connector name a booking for themselves.
inline constexpr std::string_view kExternalUserId = "externalUserId";
// What the booking carries: the caller's own id, else the attempt's, which no other has.
std::string MarkOf(const Order& order, const WriteIdentity& identity);
bool HasOwnMark(const Order& order);

// Canonical text of what a look-up by likeness goes by.
std::string LikenessOf(const Order& order);
// Whether the booking was made by or like this order: same place in the calendar, same customer, no
// older than the attempt by more than the clocks may differ.
bool LooksAlike(const v1::Booking& booking, const Order& order, const WriteIdentity& identity);
// How far the vendor's clock may lag behind ours.
inline constexpr absl::Duration kClockAllowance = absl::Minutes(2);

// What is wrong with a creation for both generations.
WriteProblems CheckOrder(const CreateInput& input);
inline constexpr std::string_view kStaffPath = "appointment.staff_id";
inline constexpr std::string_view kLocationPath = "appointment.location_id";
// Those of `derived`, paths of an appointment's fields and of vendor_options, that are set beside
// this session, from which Wix derives them (wix.md 3.5). None where there is no session.
Violations BesideSession(std::string_view session_id, const v1::AppointmentRequest& appointment,
                         const Options& options, std::span<const std::string_view> derived);
// The session that a request names, or its slot token.
template <typename Request>
std::string_view SessionOf(const WriteInput<Request>& input) {
  return input.slot ? input.slot->session_id() : input.request.appointment().session_id();
}

// In v1 a session is found by its start only, and an unknown one would be booked whatever the
// service.
void CheckSessionStart(const v1::AppointmentRequest& appointment, Violations* invalid);
// A zone that is none would be refused by Wix later.
void CheckZone(const v1::AppointmentRequest& appointment, Violations* invalid);

}  // namespace bookings::wix
