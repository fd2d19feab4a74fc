// See hostelmate_change.h.
#include "connectors/hostelmate/hostelmate_change.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/hostelmate/hostelmate_order.h"
#include "connectors/hostelmate/hostelmate_stay.h"

namespace bookings::hostelmate {
namespace {

constexpr std::string_view kConfirmed = "confirmed";
constexpr std::string_view kPaid = "paid";
constexpr std::string_view kCancelled = "cancelled";

bool IsCancelled(const v1::Booking& booking) {
  return booking.status() == v1::BOOKING_STATUS_CANCELLED;
}

absl::Status Refused(std::string_view message) {
  return MakeFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_REFUSED,
                     message);
}

bool Names(const google::protobuf::FieldMask& mask, std::string_view field) {
  return std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

std::optional<std::string> NotesOption(const RescheduleInput& input) {
  const auto& options = input.request.vendor_options().fields();
  const auto found = options.find(std::string(kNotes));
  if (found == options.end()) return std::nullopt;
  return found->second.string_value();
}

// A status word and notes, and the booking that they make.
Change MakeChange(const v1::Booking& booking, const StatusAndNotes& wanted) {
  Change change;
  change.body = WriteStatusAndNotes(wanted);
  change.after = booking;
  SetStatusWord(wanted.status, &change.after);
  if (wanted.notes) change.after.set_description(*wanted.notes);
  return change;
}

// All nights in the room that is asked for; where that is a room type no night ever is.
bool IsInRoom(const v1::Booking& booking, std::string_view room) {
  return std::all_of(booking.stay().nights().begin(), booking.stay().nights().end(),
                     [room](const v1::Night& night) { return night.room_id() == room; });
}

}  // namespace

Decision DecideCancel(const v1::Booking& booking, const CancelInput& input) {
  if (IsCancelled(booking)) return std::nullopt;
  const std::string& reason = input.request.reason();
  if (reason.empty()) return MakeChange(booking, {kCancelled, std::nullopt});
  const std::string& notes = booking.description();
  return MakeChange(booking, {kCancelled, absl::StrCat(notes, notes.empty() ? "" : "\n", reason)});
}

Decision DecideMove(const v1::Booking& booking, const RescheduleInput& input,
                    const Property& property) {
  if (IsCancelled(booking)) return Refused("a cancelled booking cannot be moved");
  const v1::StayRequest stay = StayOf(input);
  const std::optional<std::string> notes = NotesOption(input);
  const bool is_there = HasNights(booking, stay, property) && IsInRoom(booking, stay.room_id()) &&
                        (!notes || *notes == booking.description());
  if (is_there) return std::nullopt;
  Change change;
  change.call = ChangeCall::kNights;
  change.body = WriteNights(stay, notes, property);
  change.after = booking;
  if (notes) change.after.set_description(*notes);
  ReplaceNights(stay, property, &change.after);
  return change;
}

Decision DecideUpdate(const v1::Booking& booking, const UpdateInput& input) {
  const v1::UpdateBookingRequest& request = input.request;
  const std::string& text = request.booking().description();
  const bool rewrites =
      Names(request.update_mask(), "description") && text != booking.description();
  const bool pays = Names(request.update_mask(), "payment_status") &&
                    booking.payment_status() != v1::PAYMENT_STATUS_PAID;
  if (!rewrites && !pays) return std::nullopt;
  if (pays && IsCancelled(booking)) {
    return Refused("a cancelled booking cannot be paid: the vendor would revive it");
  }
  StatusAndNotes wanted;
  if (pays) wanted.status = kPaid;
  if (rewrites) wanted.notes = text;
  return MakeChange(booking, wanted);
}

Decision DecideStatus(const v1::Booking& booking, const UpdateStatusInput& input) {
  if (booking.status() == input.request.status()) return std::nullopt;
  return MakeChange(booking, {kConfirmed, std::nullopt});
}

WriteProblems CheckUpdateValues(const UpdateInput& input) {
  WriteProblems problems;
  const bool pays = Names(input.request.update_mask(), "payment_status");
  if (pays && input.request.booking().payment_status() != v1::PAYMENT_STATUS_PAID) {
    problems.unsupported.push_back({"booking.payment_status", "can only be set to PAID"});
  }
  return problems;
}

WriteProblems CheckStatusValue(const UpdateStatusInput& input) {
  WriteProblems problems;
  if (input.request.status() != v1::BOOKING_STATUS_CONFIRMED) {
    problems.unsupported.push_back({"status", "can only be set to CONFIRMED"});
  }
  return problems;
}

}  // namespace bookings::hostelmate
