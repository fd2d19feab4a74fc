// See wix_v1_change.h.
#include "connectors/wix/wix_v1_change.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_change_parts.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_order.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v1_slots.h"
#include "connectors/wix/wix_v1_writes.h"

namespace bookings::wix {
namespace {

// Where bookings are read.
struct Reader {
  V1Method method;
  Mapping mapping;
};

Step<v1::Booking> ReadChangedBooking(const std::string& vendor_id, const Reader& reader,
                                     const std::string& token) {
  return {WithToken(BuildV1Get(vendor_id, reader.method), token),
          [vendor_id, reader](HttpResponse response) -> Step<v1::Booking> {
            absl::StatusOr<Page> page = ParseV1Page(std::move(response), reader.mapping, 0);
            if (page.ok()) page = OnlyBooking(*std::move(page), vendor_id);
            if (!page.ok()) return page.status();
            return *page->bookings.front();
          }};
}

// The booking in the status that Wix has accepted. A reader that lags tells the one before: then
// the etag, which is made of what was read, would be of no use.
v1::Booking InStatus(v1::Booking booking, v1::BookingStatus status) {
  if (booking.status() == status) return booking;
  for (const Word<v1::BookingStatus>& row : V1StatusWords()) {
    if (row.meaning == status) booking.set_vendor_status(std::string(row.word));
  }
  booking.set_status(status);
  booking.clear_etag();
  booking.clear_allowed_actions();
  return booking;
}

Step<Written> SendStatus(const v1::Booking& booking, HttpRequest request, v1::BookingStatus status,
                         const Reader& reader) {
  return {
      std::move(request), [booking, status, reader](const HttpResponse& response) -> Step<Written> {
        Step<v1::Booking> read =
            ReadChangedBooking(booking.vendor_id(), reader, ConsistencyToken(response));
        return Chain<v1::Booking, Written>(
            std::move(read), [booking, status](absl::StatusOr<v1::Booking> after) -> Step<Written> {
              return Written{InStatus(after.ok() ? *std::move(after) : booking, status)};
            });
      }};
}

// Brings the booking into the status by this request, unless it is there.
Step<Written> MoveToStatus(const std::string& vendor_id, const std::string& etag,
                           v1::BookingStatus status, const Reader& reader,
                           std::function<HttpRequest(const v1::Booking&)> build) {
  return Chain<v1::Booking, Written>(
      ReadChangedBooking(vendor_id, reader, ""),
      [etag, status, reader,
       build = std::move(build)](absl::StatusOr<v1::Booking> booking) -> Step<Written> {
        if (!booking.ok()) return booking.status();
        if (booking->status() == status) return Written{*std::move(booking), true};
        const absl::Status is_current = CheckEtag(etag, *booking);
        if (!is_current.ok()) return is_current;
        HttpRequest request = build(*booking);
        return SendStatus(*booking, std::move(request), status, reader);
      });
}

Step<Written> SendMove(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                       const RescheduleInput& input, const Reader& reader) {
  return {BuildV1Reschedule(booking, slot, input.request),
          [reader](HttpResponse response) -> Step<Written> {
            absl::StatusOr<v1::Booking> after = ParseV1Written(std::move(response), reader.mapping);
            if (!after.ok()) return after.status();
            return Written{*std::move(after)};
          }};
}

// To a session that the caller names: only if it is one of this service at this time.
Step<Written> SendFoundMove(const v1::Booking& booking, const internal::v1::SlotReference& wish,
                            const RescheduleInput& input, const Reader& reader) {
  return {BuildV1SlotLookUp(wish),
          [booking, wish, input, reader](HttpResponse response) -> Step<Written> {
            const absl::StatusOr<internal::v1::SlotReference> slot =
                ParseV1SlotLookUp(std::move(response), wish);
            if (!slot.ok()) return slot.status();
            return SendMove(booking, *slot, input, reader);
          }};
}

// What the booking tells of an appointment: its schedule, and how long it lasts.
void CompleteFrom(const v1::Booking& booking, internal::v1::SlotReference* slot) {
  if (!slot->session_id().empty()) return;
  if (slot->schedule_id().empty()) slot->set_schedule_id(booking.schedule_id());
  if (slot->has_end_time() || !booking.has_end_time() || !booking.has_start_time()) return;
  const absl::Duration length =
      FromTimestamp(booking.end_time()) - FromTimestamp(booking.start_time());
  SetTimestamp(FromTimestamp(slot->start_time()) + length, slot->mutable_end_time());
}

// Wix keeps the session's id when it moves an appointment (wix.md 2.6): only the time says it.
Step<Written> Move(const v1::Booking& booking, const RescheduleInput& input, const Reader& reader) {
  internal::v1::SlotReference slot = SlotOf(input, reader.mapping.time_zone);
  const absl::Status movable = CheckMovable(booking, slot);
  if (!movable.ok()) return movable;
  if (IsAt(booking, slot)) return Written{booking, true};
  const absl::Status is_current = CheckEtag(input.request.etag(), booking);
  if (!is_current.ok()) return is_current;
  if (!slot.session_id().empty() && NeedsV1LookUp(slot)) {
    return SendFoundMove(booking, slot, input, reader);
  }
  CompleteFrom(booking, &slot);
  return SendMove(booking, slot, input, reader);
}

}  // namespace

// The schedule of the staff member is required for moving an appointment (wix.md 2.4), and only the
// caller is sure to know it.
WriteProblems CheckV1Reschedule(const RescheduleInput& input) {
  // Schedules are for appointments, and harmless beside a session: callers give them to any move.
  constexpr std::string_view kDerived[] = {kLocationPath, "vendor_options.location"};
  WriteProblems problems = CheckMove(input);
  problems.unsupported = BesideSession(SessionOf(input), input.request.appointment(),
                                       input.request.vendor_options(), kDerived);
  CheckSessionStart(input.request.appointment(), &problems.invalid);
  const internal::v1::SlotReference slot = SlotOf(input, "");
  const bool has_schedule = FindOption(input.request.vendor_options(), kAffectedSchedules) ||
                            slot.vendor().contains(kStaffSchedule);
  if (slot.session_id().empty() && !has_schedule) {
    problems.invalid.push_back(
        {"vendor_options.affectedSchedules", "is required for moving an appointment"});
  }
  return problems;
}

Step<Written> CancelV1(const CancelInput& input, V1Method method, const Mapping& mapping) {
  return MoveToStatus(input.vendor_id, input.request.etag(), v1::BOOKING_STATUS_CANCELLED,
                      {method, mapping}, [request = input.request](const v1::Booking& booking) {
                        return BuildV1Cancel(booking, request);
                      });
}

Step<Written> RescheduleV1(const RescheduleInput& input, V1Method method, const Mapping& mapping) {
  const Reader reader{method, mapping};
  return Chain<v1::Booking, Written>(
      ReadChangedBooking(input.vendor_id, reader, ""),
      [input, reader](absl::StatusOr<v1::Booking> booking) -> Step<Written> {
        if (!booking.ok()) return booking.status();
        return Move(*booking, input, reader);
      });
}

Step<Written> UpdateStatusV1(const UpdateStatusInput& input, V1Method method,
                             const Mapping& mapping) {
  return MoveToStatus(input.vendor_id, input.request.etag(), input.request.status(),
                      {method, mapping}, [request = input.request](const v1::Booking& booking) {
                        return BuildV1Status(booking, request);
                      });
}

}  // namespace bookings::wix
