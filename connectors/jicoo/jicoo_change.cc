// See jicoo_change.h.
#include "connectors/jicoo/jicoo_change.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/http_status.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/refusal.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_contacts.h"
#include "connectors/jicoo/jicoo_create.h"
#include "connectors/jicoo/jicoo_messages.h"
#include "connectors/jicoo/jicoo_options.h"
#include "connectors/jicoo/jicoo_order.h"
#include "connectors/jicoo/jicoo_update.h"

namespace bookings::jicoo {
namespace {

// Characters (jicoo.md 2.5).
constexpr size_t kMaxReason = 2'000;

// A booking and what its contacts tell, apart: the vendor answers changes without contacts.
struct Whole {
  v1::Booking booking;
  v1::Booking contacts;
};

// No value: the booking is so already.
using Decision = absl::StatusOr<std::optional<HttpRequest>>;
using Decide = absl::AnyInvocable<Decision(const v1::Booking&) &&>;
// What a refusal (422) of the change means for the booking as it was read.
using Refused = absl::AnyInvocable<Step<Written>(const v1::Booking&, HttpResponse) &&>;

struct Change {
  std::string vendor_id;
  std::string etag;
  Decide decide;
  Refused refused;
};

v1::Booking Join(v1::Booking booking, const v1::Booking& contacts) {
  booking.MergeFrom(contacts);
  return booking;
}

// A guest who may not be read is no reason not to change the booking.
absl::StatusOr<v1::Booking> ReadContactsOrNote(HttpResponse response) {
  if (response.status / 100 == 2) return ParseContacts(std::move(response.body));
  v1::Booking none;
  AddNote(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE, &none);
  return none;
}

Step<v1::Booking> ReadOne(std::string_view vendor_id, const Account& account) {
  if (!IsPathSegment(vendor_id)) return UnknownBooking();
  return {BuildGet(vendor_id),
          [id = account.connection_id](HttpResponse response) -> Step<v1::Booking> {
            const absl::StatusOr<Page> page =
                ParseGet(std::move(response.body), id, v1::BOOKING_VIEW_FULL);
            if (!page.ok()) return page.status();
            return *page->bookings[0];
          }};
}

Step<Whole> ReadWhole(std::string_view vendor_id, const Account& account) {
  HttpRequest contacts = BuildContacts(vendor_id);
  contacts.expected_statuses = {http_status::kForbidden, http_status::kNotFound};
  return Chain<v1::Booking, Whole>(
      ReadOne(vendor_id, account),
      [contacts = std::move(contacts)](absl::StatusOr<v1::Booking> booking) mutable -> Step<Whole> {
        if (!booking.ok()) return booking.status();
        return {std::move(contacts),
                [booking = *std::move(booking)](HttpResponse response) mutable -> Step<Whole> {
                  absl::StatusOr<v1::Booking> read = ReadContactsOrNote(std::move(response));
                  if (!read.ok()) return read.status();
                  return Whole{std::move(booking), *std::move(read)};
                }};
      });
}

// What the answer to a change tells; where that is no booking, it is read.
Step<Written> OnChanged(Whole before, const Account& account, HttpResponse response) {
  const absl::StatusOr<Page> page =
      ParseGet(std::move(response.body), account.connection_id, v1::BOOKING_VIEW_FULL);
  if (page.ok()) return Written{Join(*page->bookings[0], before.contacts)};
  return Chain<v1::Booking, Written>(
      ReadOne(before.booking.vendor_id(), account),
      [contacts = std::move(before.contacts)](absl::StatusOr<v1::Booking> now) -> Step<Written> {
        if (!now.ok()) return now.status();
        return Written{Join(*std::move(now), contacts)};
      });
}

Step<Written> ChangeIt(Whole whole, Change change, const Account& account) {
  Decision decision = std::move(change.decide)(whole.booking);
  if (!decision.ok()) return decision.status();
  if (!decision->has_value()) {
    return Written{Join(std::move(whole.booking), whole.contacts), true};
  }
  const absl::Status is_current = CheckEtag(change.etag, whole.booking);
  if (!is_current.ok()) return is_current;
  HttpRequest request = **std::move(decision);
  request.expected_statuses = {http_status::kUnprocessable};
  return {std::move(request),
          [whole = std::move(whole), refused = std::move(change.refused),
           account](HttpResponse response) mutable -> Step<Written> {
            if (response.status == http_status::kUnprocessable) {
              return std::move(refused)(whole.booking, std::move(response));
            }
            return OnChanged(std::move(whole), account, std::move(response));
          }};
}

Step<Written> ReadAndChange(Change change, const Account& account) {
  Step<Whole> read = ReadWhole(change.vendor_id, account);
  return Chain<Whole, Written>(
      std::move(read),
      [change = std::move(change), account](absl::StatusOr<Whole> whole) mutable -> Step<Written> {
        if (!whole.ok()) return whole.status();
        return ChangeIt(*std::move(whole), std::move(change), account);
      });
}

absl::Status Refusal(const HttpResponse& response) {
  return BookingRefused(ReadRefusal(response, "", ""),
                        "the vendor refuses the change by its rules");
}

std::string ChangedBookingPath(std::string_view vendor_id, std::string_view call) {
  return absl::StrCat("/v1/bookings/", PercentEncode(vendor_id), ToAbsl(call));
}

bool IsCancelled(const v1::Booking& booking) {
  return booking.status() == v1::BOOKING_STATUS_CANCELLED;
}

HttpRequest BuildCancel(const CancelInput& input, const Account& account) {
  json::Writer body;
  body.Open('{');
  const std::string& reason = input.request.reason();
  if (!reason.empty()) body.Key(account.cancel_reason_key).String(reason);
  body.Close('}');
  return BuildWrite(ChangedBookingPath(input.vendor_id, "/cancel"), std::move(body).Take());
}

// The vendor refuses a second cancellation as it refuses one against its rules.
Step<Written> OnCancelRefused(const std::string& vendor_id, const Account& account,
                              HttpResponse refused) {
  return Chain<Whole, Written>(
      ReadWhole(vendor_id, account),
      [refused = std::move(refused)](absl::StatusOr<Whole> now) -> Step<Written> {
        if (!now.ok()) return now.status();
        if (!IsCancelled(now->booking)) return Refusal(refused);
        return Written{Join(std::move(now->booking), now->contacts), true};
      });
}

absl::Status WrongService(const RescheduleInput& input) {
  return InvalidRequest({{input.slot ? "slot_token" : "appointment.service_id",
                          "must be of the booking's own event type"}});
}

Decision DecideMove(const v1::Booking& booking, const RescheduleInput& input,
                    const Account& account) {
  const v1::AppointmentRequest& to = input.request.appointment();
  const std::string& service = input.slot ? input.slot->service_id() : to.service_id();
  if (!service.empty() && service != booking.service().id()) return WrongService(input);
  if (IsCancelled(booking)) {
    return MakeFailure(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_BOOKING_REFUSED,
                       "a cancelled booking cannot be moved");
  }
  const absl::Time start = StartOf(to, input.slot);
  if (booking.has_start_time() && FromTimestamp(booking.start_time()) == start) return std::nullopt;
  std::string zone = GuestZone(to, input.slot);
  if (zone.empty()) zone = booking.time_zone();
  if (zone.empty()) zone = account.time_zone;
  if (zone.empty()) return InvalidRequest({{"appointment.time_zone", "is required"}});
  json::Writer body;
  body.Open('{').Key("timeZone").String(zone);
  body.Key("startedAt").String(FormatInstantMillis(start)).Close('}');
  return BuildWrite(ChangedBookingPath(input.vendor_id, "/reschedule"), std::move(body).Take());
}

Step<Written> OnMoveRefused(const std::string& event_type, absl::Time start, HttpResponse refused) {
  return Chain<Offer, Written>(
      ReadOfferOf(event_type, start),
      [refused = std::move(refused)](const absl::StatusOr<Offer>& offer) -> Step<Written> {
        return ExplainRefusedStart(refused, offer.value_or(Offer::kNotTold));
      });
}

}  // namespace

WriteProblems CheckReason(const CancelInput& input) {
  WriteProblems problems;
  if (CountCharacters(input.request.reason()) > kMaxReason) {
    problems.invalid.push_back({"reason", absl::StrCat("may have ", kMaxReason, " characters")});
  }
  return problems;
}

WriteProblems CheckMove(const RescheduleInput& input) {
  WriteProblems problems;
  CheckStart(input.request.appointment(), &problems.invalid);
  const std::string& zone = input.request.appointment().time_zone();
  if (!zone.empty() && !FindZone(zone)) {
    problems.invalid.push_back({"appointment.time_zone", "must be an IANA time zone"});
  }
  return problems;
}

WriteProblems CheckUpdateValues(const UpdateInput& input) { return CheckPatch(input); }

Step<Written> CancelBooking(const CancelInput& input, const Account& account) {
  Change change;
  change.vendor_id = input.vendor_id;
  change.etag = input.request.etag();
  change.decide = [input, account](const v1::Booking& booking) -> Decision {
    if (IsCancelled(booking)) return std::nullopt;
    return BuildCancel(input, account);
  };
  change.refused = [account](const v1::Booking& booking, HttpResponse refused) {
    return OnCancelRefused(booking.vendor_id(), account, std::move(refused));
  };
  return ReadAndChange(std::move(change), account);
}

Step<Written> MoveBooking(const RescheduleInput& input, const Account& account) {
  Change change;
  change.vendor_id = input.vendor_id;
  change.etag = input.request.etag();
  change.decide = [input, account](const v1::Booking& booking) {
    return DecideMove(booking, input, account);
  };
  const absl::Time start = StartOf(input.request.appointment(), input.slot);
  change.refused = [start](const v1::Booking& booking, HttpResponse refused) {
    return OnMoveRefused(booking.service().id(), start, std::move(refused));
  };
  return ReadAndChange(std::move(change), account);
}

Step<Written> UpdateFields(const UpdateInput& input, const Account& account) {
  Change change;
  change.vendor_id = input.vendor_id;
  change.etag = input.request.booking().etag();
  change.decide = [input](const v1::Booking& booking) -> Decision {
    std::optional<std::string> body = WritePatch(booking, input);
    if (!body) return std::nullopt;
    HttpRequest request = BuildWrite(ChangedBookingPath(input.vendor_id, ""), *std::move(body));
    request.method = HttpMethod::kPatch;
    return request;
  };
  change.refused = [](const v1::Booking&, const HttpResponse& refused) -> Step<Written> {
    return Refusal(refused);
  };
  return ReadAndChange(std::move(change), account);
}

}  // namespace bookings::jicoo
