// See wix_order.h.
#include "connectors/wix/wix_order.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "bookings/internal/v1/write.pb.h"
#include "connectors/api/booking_parts.h"
#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/time.h"

namespace bookings::wix {
namespace {

constexpr char kFallbackZone[] = "UTC";

// Beside a session, staff member and place are its own: others are refused or, in best effort, left
// out.
internal::v1::SlotReference FromAppointment(const v1::AppointmentRequest& appointment) {
  internal::v1::SlotReference slot;
  slot.set_service_id(appointment.service_id());
  if (appointment.has_start_time()) *slot.mutable_start_time() = appointment.start_time();
  slot.set_time_zone(appointment.time_zone());
  slot.set_session_id(appointment.session_id());
  slot.set_schedule_id(appointment.schedule_id());
  if (!appointment.session_id().empty()) return slot;
  slot.set_staff_id(appointment.staff_id());
  slot.set_location_id(appointment.location_id());
  return slot;
}

void SetZone(std::string_view zone, internal::v1::SlotReference* slot) {
  if (!slot->time_zone().empty()) return;
  slot->set_time_zone(zone.empty() ? std::string(kFallbackZone) : std::string(zone));
}

void FillPreview(const Order& order, v1::Booking* booking) {
  const internal::v1::SlotReference& slot = order.slot;
  booking->set_vendor("wix");
  booking->mutable_service()->set_id(slot.service_id());
  booking->set_schedule_id(slot.schedule_id());
  booking->set_session_id(slot.session_id());
  if (slot.has_start_time()) *booking->mutable_start_time() = slot.start_time();
  if (slot.has_end_time()) *booking->mutable_end_time() = slot.end_time();
  booking->set_time_zone(slot.time_zone());
  booking->set_time_zone_source(v1::TIME_ZONE_SOURCE_CUSTOMER);
  if (!slot.staff_id().empty()) booking->add_staff()->set_id(slot.staff_id());
  if (!slot.location_id().empty()) booking->mutable_location()->set_id(slot.location_id());
  if (order.request.has_customer()) *booking->add_customers() = order.request.customer();
  booking->set_party_size(order.party_size());
  booking->set_external_id(TextOption(order.options(), kExternalUserId));
}

std::string LowerEmail(const v1::Customer& customer) {
  return absl::AsciiStrToLower(customer.email());
}

bool IsSameCustomer(const v1::Booking& booking, const v1::Customer& customer) {
  if (customer.ByteSizeLong() == 0) return true;
  return std::any_of(booking.customers().begin(), booking.customers().end(),
                     [&](const v1::Customer& other) {
                       if (!customer.email().empty()) {
                         return LowerEmail(other) == LowerEmail(customer);
                       }
                       if (!customer.id().empty()) return other.id() == customer.id();
                       return other.first_name() == customer.first_name() &&
                              other.last_name() == customer.last_name();
                     });
}

// Members that the vendor derives by itself, such as an appointment's session, are not compared.
bool IsSamePlace(const v1::Booking& booking, const Order& order) {
  const internal::v1::SlotReference& slot = order.slot;
  if (order.is_class() && booking.session_id() != slot.session_id()) return false;
  if (order.is_course()) return booking.schedule_id() == slot.schedule_id();
  if (!slot.service_id().empty() && !booking.service().id().empty() &&
      booking.service().id() != slot.service_id()) {
    return false;
  }
  return !slot.has_start_time() ||
         FromTimestamp(booking.start_time()) == FromTimestamp(slot.start_time());
}

bool IsSet(std::string_view path, const v1::AppointmentRequest& appointment,
           const Options& options) {
  constexpr std::string_view kOptions = "vendor_options.";
  if (path.starts_with(kOptions)) {
    return FindOption(options, path.substr(kOptions.size())) != nullptr;
  }
  if (path == kStaffPath) return !appointment.staff_id().empty();
  return path == kLocationPath && !appointment.location_id().empty();
}

}  // namespace

bool Order::is_course() const {
  return slot.session_id().empty() && !slot.has_start_time() && !slot.schedule_id().empty();
}

int Order::party_size() const { return std::max(request.party_size(), 1); }

Order MakeOrder(const CreateInput& input, std::string_view zone) {
  Order order{input.request, {}};
  order.slot = input.slot ? *input.slot : FromAppointment(input.request.appointment());
  SetZone(zone, &order.slot);
  // The token is opened, and longer than all else.
  order.request.clear_slot_token();
  return order;
}

internal::v1::SlotReference SlotOf(const RescheduleInput& input, std::string_view zone) {
  internal::v1::SlotReference slot =
      input.slot ? *input.slot : FromAppointment(input.request.appointment());
  SetZone(zone, &slot);
  return slot;
}

std::string WriteOrder(const Order& order) {
  internal::v1::WritePlan form;
  *form.mutable_create() = order.request;
  *form.mutable_slot() = order.slot;
  return form.SerializeAsString();
}

absl::StatusOr<Order> ReadOrder(const std::string& data) {
  internal::v1::WritePlan form;
  if (!form.ParseFromString(data) || !form.has_create() || !form.has_slot()) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the plan of a creation cannot be read");
  }
  return Order{form.create(), form.slot()};
}

absl::StatusOr<CreatePlan> PlanOf(const Order& order, std::string rivalry) {
  CreatePlan plan;
  plan.data = WriteOrder(order);
  plan.rivalry = std::move(rivalry);
  FillPreview(order, &plan.preview);
  if (plan.data.size() <= kMaxPlanBytes) return plan;
  return InvalidRequest({{"answers", "make the request larger than can be kept"}});
}

bool HasOwnMark(const Order& order) { return TextOption(order.options(), kExternalUserId).empty(); }

std::string MarkOf(const Order& order, const WriteIdentity& identity) {
  std::string own = TextOption(order.options(), kExternalUserId);
  return own.empty() ? identity.attempt : own;
}

std::string LikenessOf(const Order& order) {
  const internal::v1::SlotReference& slot = order.slot;
  const v1::Customer& customer = order.request.customer();
  // By the same parts, whether a token or a service was given.
  std::string what = absl::StrCat(slot.service_id(), "\n", slot.start_time().seconds());
  if (order.is_class()) what = slot.session_id();
  if (order.is_course()) what = slot.schedule_id();
  std::string who = LowerEmail(customer);
  if (who.empty()) who = customer.id();
  if (who.empty()) who = absl::StrCat(customer.first_name(), "\n", customer.last_name());
  return absl::StrCat("wix\n", what, "\n", who);
}

bool LooksAlike(const v1::Booking& booking, const Order& order, const WriteIdentity& identity) {
  const bool is_new = booking.has_create_time() &&
                      FromTimestamp(booking.create_time()) >= identity.begun - kClockAllowance;
  return is_new && IsSamePlace(booking, order) && IsSameCustomer(booking, order.request.customer());
}

void CheckZone(const v1::AppointmentRequest& appointment, Violations* invalid) {
  if (appointment.time_zone().empty() || FindZone(appointment.time_zone())) return;
  invalid->push_back({"appointment.time_zone", "is no IANA zone"});
}

Violations BesideSession(std::string_view session_id, const v1::AppointmentRequest& appointment,
                         const Options& options, std::span<const std::string_view> derived) {
  Violations violations;
  if (session_id.empty()) return violations;
  for (const std::string_view path : derived) {
    if (!IsSet(path, appointment, options)) continue;
    violations.push_back({std::string(path), "cannot be chosen: a session has its own"});
  }
  return violations;
}

void CheckSessionStart(const v1::AppointmentRequest& appointment, Violations* invalid) {
  if (appointment.session_id().empty() || appointment.has_start_time()) return;
  invalid->push_back({"appointment.start_time", "is required with a session_id"});
}

WriteProblems CheckOrder(const CreateInput& input) {
  WriteProblems problems;
  if (!input.request.has_appointment()) return problems;
  const v1::AppointmentRequest& appointment = input.request.appointment();
  CheckZone(appointment, &problems.invalid);
  const bool has_place = appointment.has_start_time() || !appointment.session_id().empty() ||
                         !appointment.schedule_id().empty();
  if (!has_place) {
    problems.invalid.push_back(
        {"appointment.start_time", "is required unless a session_id or schedule_id is given"});
  }
  return problems;
}

}  // namespace bookings::wix
