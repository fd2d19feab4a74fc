// See wix_v2_change.h.
#include "connectors/wix/wix_v2_change.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/step_chain.h"
#include "connectors/wix/wix_change_parts.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_order.h"
#include "connectors/wix/wix_v2_create.h"
#include "connectors/wix/wix_v2_writes.h"

namespace bookings::wix {
namespace {

// The first decision, and the one after a stale revision.
constexpr int kMaxDecisions = 2;

// The request that brings a booking to where it is to be; none where it is there.
using Decision = std::optional<HttpRequest>;
using Decide = std::function<Step<Decision>(const v1::Booking&)>;

// A change until it is carried out.
struct Change {
  std::string vendor_id;
  // The caller's; empty = any.
  std::string etag;
  Mapping mapping;
  Decide decide;
  int decisions = 0;
  // What Wix gave for reading what was written last.
  std::string token = {};
};

Step<Written> ReadAndDecide(Change change);

Step<Written> OnAnswer(Change change, const v1::Booking& before, HttpResponse response) {
  if (response.status != http_status::kConflict) {
    absl::StatusOr<v1::Booking> after = ParseV2Written(std::move(response), change.mapping);
    if (!after.ok()) return after.status();
    KeepWhatLiesBeside(before, &*after);
    return Written{*std::move(after)};
  }
  if (change.decisions == kMaxDecisions) {
    return ExplainRefusal(Purpose::kChangeBooking, response);
  }
  change.token = ConsistencyToken(response);
  return ReadAndDecide(std::move(change));
}

Step<Written> Send(Change change, const v1::Booking& booking, HttpRequest request) {
  const absl::Status is_current = CheckEtag(change.etag, booking);
  if (!is_current.ok()) return is_current;
  request = WithToken(std::move(request), change.token);
  return {std::move(request),
          [change = std::move(change), booking](HttpResponse response) mutable -> Step<Written> {
            return OnAnswer(std::move(change), booking, std::move(response));
          }};
}

Step<Written> DecideOn(Change change, const v1::Booking& booking) {
  Step<Decision> decision = change.decide(booking);
  return Chain<Decision, Written>(std::move(decision),
                                  [change = std::move(change), booking](
                                      absl::StatusOr<Decision> request) mutable -> Step<Written> {
                                    if (!request.ok()) return request.status();
                                    if (!request->has_value()) return Written{booking, true};
                                    return Send(std::move(change), booking, **std::move(request));
                                  });
}

Step<Written> ReadAndDecide(Change change) {
  ++change.decisions;
  Step<v1::Booking> read = ReadV2Booking(change.vendor_id, change.mapping, change.token);
  return Chain<v1::Booking, Written>(
      std::move(read),
      [change = std::move(change)](absl::StatusOr<v1::Booking> booking) mutable -> Step<Written> {
        if (!booking.ok()) return booking.status();
        return DecideOn(std::move(change), *booking);
      });
}

SlotWish WishFor(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                 const Options& options) {
  SlotWish wish{slot, "", UnavailableSlots::kHide};
  if (booking.staff_size() > 0) wish.preferred_staff = booking.staff(0).id();
  if (BoolOption(options, kSkipAvailability)) wish.unavailable = UnavailableSlots::kShow;
  return wish;
}

Step<Decision> DecideMove(const v1::Booking& booking, const RescheduleInput& input,
                          const std::string& zone) {
  const internal::v1::SlotReference slot = SlotOf(input, zone);
  const absl::Status movable = CheckMovable(booking, slot);
  if (!movable.ok()) return movable;
  if (IsAt(booking, slot)) return Decision();
  return Chain<internal::v1::SlotReference, Decision>(
      CompleteV2Slot(WishFor(booking, slot, input.request.vendor_options())),
      [booking, request = input.request](
          absl::StatusOr<internal::v1::SlotReference> complete) -> Step<Decision> {
        if (!complete.ok()) return complete.status();
        return Decision(BuildV2Reschedule(booking, *complete, request));
      });
}

// Appointments have one place (wix.md 3.5: classes and courses only).
Step<Decision> DecideParticipants(const v1::Booking& booking, const UpdateInput& input) {
  if (booking.kind() == v1::BOOKING_KIND_APPOINTMENT) {
    return RefuseChange("the number of people of an appointment cannot be changed");
  }
  const bool has_choices =
      FindOption(input.request.vendor_options(), kParticipantsChoices) != nullptr;
  const bool is_there = booking.party_size() == input.request.booking().party_size();
  if (is_there && !has_choices) return Decision();
  return Decision(BuildV2Participants(booking, input.request));
}

// An option that belongs to the other one of the two moves.
void CheckStatusOption(const UpdateStatusInput& input, std::string_view name, v1::BookingStatus of,
                       Violations* unsupported) {
  if (input.request.status() == of) return;
  if (FindOption(input.request.vendor_options(), name) == nullptr) return;
  unsupported->push_back({"vendor_options." + std::string(name), of == v1::BOOKING_STATUS_CONFIRMED
                                                                     ? "is for CONFIRMED only"
                                                                     : "is for DECLINED only"});
}

}  // namespace

WriteProblems CheckV2Reschedule(const RescheduleInput& input) {
  WriteProblems problems = CheckMove(input);
  problems.unsupported = BesideSession(SessionOf(input), input.request.appointment(),
                                       input.request.vendor_options(), kV2Derived);
  const Options& options = input.request.vendor_options();
  if (FindOption(options, "totalParticipants") && FindOption(options, kParticipantsChoices)) {
    problems.invalid.push_back(
        {"vendor_options.totalParticipants", "cannot go with participantsChoices"});
  }
  return problems;
}

WriteProblems CheckV2Update(const UpdateInput& input) {
  WriteProblems problems;
  const auto& paths = input.request.update_mask().paths();
  const bool names_it = std::find(paths.begin(), paths.end(), "party_size") != paths.end();
  if (names_it && input.request.booking().party_size() < 1) {
    problems.invalid.push_back({"booking.party_size", "must be 1 or more"});
  }
  return problems;
}

WriteProblems CheckV2Status(const UpdateStatusInput& input) {
  WriteProblems problems = CheckTargetStatus(input);
  const auto check = [&](std::string_view name, v1::BookingStatus of) {
    CheckStatusOption(input, name, of, &problems.unsupported);
  };
  check("sendSmsReminder", v1::BOOKING_STATUS_CONFIRMED);
  check("checkAvailabilityValidation", v1::BOOKING_STATUS_CONFIRMED);
  check("withRefund", v1::BOOKING_STATUS_DECLINED);
  return problems;
}

Step<Written> CancelV2(const CancelInput& input, const Mapping& mapping) {
  return ReadAndDecide({input.vendor_id, input.request.etag(), mapping,
                        [request = input.request](const v1::Booking& booking) -> Step<Decision> {
                          if (booking.status() == v1::BOOKING_STATUS_CANCELLED) return Decision();
                          return Decision(BuildV2Cancel(booking, request));
                        }});
}

Step<Written> RescheduleV2(const RescheduleInput& input, const Mapping& mapping) {
  return ReadAndDecide({input.vendor_id, input.request.etag(), mapping,
                        [input, zone = mapping.time_zone](const v1::Booking& booking) {
                          return DecideMove(booking, input, zone);
                        }});
}

Step<Written> UpdateV2(const UpdateInput& input, const Mapping& mapping) {
  return ReadAndDecide(
      {input.vendor_id, input.request.booking().etag(), mapping,
       [input](const v1::Booking& booking) { return DecideParticipants(booking, input); }});
}

Step<Written> UpdateStatusV2(const UpdateStatusInput& input, const Mapping& mapping) {
  return ReadAndDecide({input.vendor_id, input.request.etag(), mapping,
                        [request = input.request](const v1::Booking& booking) -> Step<Decision> {
                          if (booking.status() == request.status()) return Decision();
                          return Decision(BuildV2Status(booking, request));
                        }});
}

}  // namespace bookings::wix
