// See write_validation.h.
#include "service/rpc/write_validation.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "connectors/api/time.h"
#include "google/protobuf/util/field_mask_util.h"
#include "service/rpc/field_rules.h"
#include "service/rpc/validation.h"
#include "service/rpc/write_parts.h"

namespace bookings {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;

bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

void CheckRequestId(std::string_view id, Violations& out) {
  const bool fits = !id.empty() && id.size() <= kMaxWriteRequestIdLength &&
                    std::all_of(id.begin(), id.end(), IsPrintable);
  if (!fits) out.push_back({"request_id", "must be 1 to 64 characters of printable ASCII"});
}

// What all writes have.
template <typename Request>
void CheckCommon(const Request& request, Violations& out) {
  CheckRequestId(request.request_id(), out);
  CheckEnum(request.notification(), v1::Notification_IsValid, "notification", out);
  if (request.vendor_options().ByteSizeLong() > kMaxOptionsBytes) {
    out.push_back({"vendor_options", "must not be longer than 64 KiB"});
  }
}

// The oneof of a creation or a move. A slot_token is opened elsewhere.
template <typename Request>
void CheckDestination(const Request& request, Violations& out) {
  if (request.has_appointment()) CheckAppointment(request.appointment(), out);
  if (request.has_stay()) CheckStay(request.stay(), out);
}

constexpr char kOneOf[] = "is required: slot_token, appointment or stay";

void CheckMask(const FieldMask& mask, Violations& out) {
  if (mask.paths().empty()) out.push_back({"update_mask", "is required"});
  if (!CheckCount(mask.paths_size(), kMaxListedParts, "update_mask", out)) return;
  std::set<std::string_view> seen;
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    const std::string element = Element("update_mask.paths", i);
    if (path == "*") {
      out.push_back({element, "must name a field: `*` is not accepted"});
    } else if (path.empty() || !FieldMaskUtil::IsValidPath<v1::Booking>(path)) {
      out.push_back({element, "names no field of a booking"});
    } else if (!seen.insert(path).second) {
      out.push_back({element, "stands in the mask twice"});
    }
  }
}

// A path of vendor_options goes on in the vendor's own names.
bool IsPathOfCreate(std::string_view path) {
  if (path.starts_with("vendor_options.")) return true;
  return !path.empty() && FieldMaskUtil::IsValidPath<v1::CreateBookingRequest>(std::string(path));
}

void CheckBestEffort(const FieldMask& mask, Violations& out) {
  if (!CheckCount(mask.paths_size(), kMaxListedParts, "best_effort", out)) return;
  for (int i = 0; i < mask.paths_size(); ++i) {
    if (IsPathOfCreate(mask.paths(i))) continue;
    out.push_back({Element("best_effort.paths", i), "names no field of the request"});
  }
}

// The booking's new values: what the mask does not name is left out.
v1::Booking MaskedBooking(const v1::UpdateBookingRequest& request) {
  FieldMask known;
  for (const std::string& path : request.update_mask().paths()) {
    if (FieldMaskUtil::IsValidPath<v1::Booking>(path)) known.add_paths(path);
  }
  v1::Booking masked;
  FieldMaskUtil::MergeMessageTo(request.booking(), known, FieldMaskUtil::MergeOptions(), &masked);
  return masked;
}

void CheckTimes(const v1::Booking& booking, Violations& out) {
  if (booking.has_start_time()) CheckInstant(booking.start_time(), "booking.start_time", out);
  if (booking.has_end_time()) CheckInstant(booking.end_time(), "booking.end_time", out);
  if (!booking.has_start_time() || !booking.has_end_time()) return;
  if (!IsInstant(booking.start_time()) || !IsInstant(booking.end_time())) return;
  if (FromTimestamp(booking.end_time()) <= FromTimestamp(booking.start_time())) {
    out.push_back({"booking.end_time", "must be after start_time"});
  }
}

void CheckPeople(const v1::Booking& booking, Violations& out) {
  if (CheckCount(booking.customers_size(), kMaxListedParts, "booking.customers", out)) {
    for (int i = 0; i < booking.customers_size(); ++i) {
      CheckCustomer(booking.customers(i), Element("booking.customers", i), out);
    }
  }
  if (booking.party_size() < 0) out.push_back({"booking.party_size", "must not be negative"});
  if (!CheckCount(booking.staff_size(), kMaxListedParts, "booking.staff", out)) return;
  for (int i = 0; i < booking.staff_size(); ++i) {
    const std::string path = Element("booking.staff", i);
    CheckText(booking.staff(i).id(), kMaxIdBytes, Member(path, "id"), out);
    CheckEmail(booking.staff(i).email(), Member(path, "email"), out);
  }
}

void CheckValues(const v1::Booking& booking, Violations& out) {
  CheckText(booking.title(), kMaxLineBytes, "booking.title", out);
  CheckText(booking.description(), kMaxNoteBytes, "booking.description", out);
  CheckTimes(booking, out);
  CheckZone(booking.time_zone(), "booking.time_zone", out);
  CheckPeople(booking, out);
  CheckNights(booking.stay().nights(), "booking.stay.nights", out);
  if (booking.stay().nights_paid() < 0) {
    out.push_back({"booking.stay.nights_paid", "must not be negative"});
  }
  if (booking.has_total()) CheckMoney(booking.total(), "booking.total", out);
  if (booking.has_amount_paid()) CheckMoney(booking.amount_paid(), "booking.amount_paid", out);
  CheckEnum(booking.priority(), v1::Priority_IsValid, "booking.priority", out);
}

// The statuses that a booking can be moved to by UpdateBookingStatus.
constexpr v1::BookingStatus kSettable[] = {
    v1::BOOKING_STATUS_CONFIRMED, v1::BOOKING_STATUS_DECLINED, v1::BOOKING_STATUS_COMPLETED,
    v1::BOOKING_STATUS_NO_SHOW};

}  // namespace

Violations CheckCreateBooking(const v1::CreateBookingRequest& request) {
  Violations out = CheckConnectionName(request.connection(), "connection");
  CheckCommon(request, out);
  if (request.what_case() == v1::CreateBookingRequest::WHAT_NOT_SET) {
    out.push_back({"what", kOneOf});
  }
  CheckDestination(request, out);
  CheckCustomer(request.customer(), "customer", out);
  if (request.party_size() < 0) out.push_back({"party_size", "must not be negative"});
  CheckText(request.notes(), kMaxNoteBytes, "notes", out);
  CheckAnswers(request.answers(), "answers", out);
  CheckBestEffort(request.best_effort(), out);
  return out;
}

Violations CheckCancelBooking(const v1::CancelBookingRequest& request) {
  Violations out = CheckBookingName(request.name(), "name");
  CheckCommon(request, out);
  CheckText(request.reason(), kMaxNoteBytes, "reason", out);
  CheckText(request.etag(), kMaxIdBytes, "etag", out);
  return out;
}

Violations CheckRescheduleBooking(const v1::RescheduleBookingRequest& request) {
  Violations out = CheckBookingName(request.name(), "name");
  CheckCommon(request, out);
  if (request.to_case() == v1::RescheduleBookingRequest::TO_NOT_SET) out.push_back({"to", kOneOf});
  CheckDestination(request, out);
  CheckText(request.etag(), kMaxIdBytes, "etag", out);
  return out;
}

Violations CheckUpdateBooking(const v1::UpdateBookingRequest& request) {
  Violations out = CheckBookingName(request.booking().name(), "booking.name");
  CheckCommon(request, out);
  CheckMask(request.update_mask(), out);
  CheckText(request.booking().etag(), kMaxIdBytes, "booking.etag", out);
  CheckValues(MaskedBooking(request), out);
  return out;
}

Violations CheckUpdateBookingStatus(const v1::UpdateBookingStatusRequest& request) {
  Violations out = CheckBookingName(request.name(), "name");
  CheckCommon(request, out);
  const bool settable = std::find(std::begin(kSettable), std::end(kSettable), request.status()) !=
                        std::end(kSettable);
  if (!settable) {
    out.push_back({"status", "must be CONFIRMED, DECLINED, COMPLETED or NO_SHOW"});
  }
  CheckText(request.etag(), kMaxIdBytes, "etag", out);
  return out;
}

}  // namespace bookings
