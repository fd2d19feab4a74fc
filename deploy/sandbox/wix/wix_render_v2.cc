// See wix_render_v2.h.
#include "deploy/sandbox/wix/wix_render_v2.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deploy/sandbox/wix/wix_facts.h"
#include "deploy/sandbox/wix/wix_render_order.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::string_view kWixBookingsApp = "13d21c63-b5ec-5912-8397-c3a5ddb27a97";
constexpr std::string_view kStaffResourceType = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155";

class V2Renderer {
 public:
  V2Renderer(const Row& row, const Catalogue& catalogue, const Style& style)
      : row_(row), catalogue_(catalogue), style_(style), texts_(TextsOf(row)) {}

  Json Booking() const {
    Json booking;
    booking["id"] = row_.id;
    booking["bookedEntity"] = BookedEntity();
    if (HasContact(row_)) booking["contactDetails"] = Contact();
    booking["additionalFields"] = RenderFormAnswers(row_, catalogue_);
    PutParty(booking);
    booking["status"] = WordsOf(row_.state).v2;
    booking["paymentStatus"] = WordsOf(row_.payment).v2_status;
    booking["selectedPaymentOption"] = PaymentOptionOf(row_);
    booking["createdDate"] = StampText(row_.created_ms, row_);
    if (row_.trap != Trap::kUpdatedMissing) {
      booking["updatedDate"] = StampText(row_.updated_ms, row_);
    }
    PutText(booking, "externalUserId", texts_.external_id, style_.unset);
    booking["revision"] = std::to_string(row_.revision);
    booking["createdBy"] = CreatedBy();
    PutText(booking, "startDate", InstantText(row_.start_s, row_, style_), style_.unset);
    PutText(booking, "endDate", InstantText(row_.end_s, row_, style_), style_.unset);
    booking["appId"] = kWixBookingsApp;
    PutRare(booking);
    PutUnknownFields(booking, row_);
    return booking;
  }

 private:
  Json BookedEntity() const {
    Json entity;
    entity[row_.kind == Kind::kCourse ? "schedule" : "slot"] =
        row_.kind == Kind::kCourse ? Schedule() : Slot();
    entity["title"] = texts_.title;
    const std::optional<std::string_view> tag = TagOf(row_);
    if (tag) entity["tags"] = Json::array({*tag});
    return entity;
  }

  Json Slot() const {
    Json slot;
    slot["serviceId"] = catalogue_.ServiceId(row_);
    slot["scheduleId"] = catalogue_.ScheduleId(row_);
    if (HasEvent(row_)) slot["eventId"] = catalogue_.EventId(row_);
    if (row_.trap == Trap::kSessionTwin) slot["sessionId"] = catalogue_.SessionId(row_);
    PutText(slot, "startDate", LocalText(row_.start_s), style_.unset);
    PutText(slot, "endDate", LocalText(row_.end_s), style_.unset);
    PutText(slot, "timezone", ZoneName(row_), style_.unset);
    if (HasStaff(row_)) slot["resource"] = Resource();
    if (HasPlace(row_)) slot["location"] = Location();
    if (row_.trap == Trap::kAllDay) {
      slot["allDay"] = true;
      slot["durationUnitType"] = "DAY";
      slot["durationUnitCount"] = 2;
    }
    return slot;
  }

  Json Schedule() const {
    Json schedule;
    schedule["scheduleId"] = catalogue_.ScheduleId(row_);
    schedule["serviceId"] = catalogue_.ServiceId(row_);
    if (HasPlace(row_)) schedule["location"] = Location();
    PutText(schedule, "timezone", ZoneName(row_), style_.unset);
    PutText(schedule, "firstSessionStart", LocalText(row_.start_s), style_.unset);
    PutText(schedule, "lastSessionEnd", LocalText(row_.end_s), style_.unset);
    return schedule;
  }

  // The wall time of an instant as slots tell it: with offset, as UTC, or bare.
  std::string LocalText(std::int64_t seconds) const {
    if (seconds == kNoTime) return "";
    const absl::Time time = absl::FromUnixSeconds(seconds);
    const bool zulu =
        row_.trap == Trap::kSlotLocalZulu || style_.slot_date == Style::LocalForm::kZulu;
    if (zulu) return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E3SZ", time, absl::UTCTimeZone());
    absl::TimeZone zone;
    const std::string_view name = row_.written ? ZoneName(row_) : ZoneAt(row_.zone).name;
    if (!absl::LoadTimeZone(absl::string_view(name.data(), name.size()), &zone)) return "";
    const bool bare =
        row_.trap == Trap::kSlotLocalBare || style_.slot_date == Style::LocalForm::kBare;
    return absl::FormatTime(bare ? "%Y-%m-%d%ET%H:%M:%E3S" : "%Y-%m-%d%ET%H:%M:%E3S%Ez", time,
                            zone);
  }

  Json Resource() const {
    return {{"id", catalogue_.StaffId(row_)},
            {"name", StaffName(row_)},
            {"email", StaffEmail(row_)},
            {"scheduleId", catalogue_.StaffScheduleId(row_)},
            {"type", kStaffResourceType}};
  }

  Json Location() const {
    Json location;
    if (HasPlaceId(row_)) {
      location["id"] = catalogue_.PlaceId(row_);
      location["name"] = PlaceName(row_);
    }
    if (HasPlaceAddress(row_)) location["formattedAddress"] = PlaceAddress(row_);
    location["locationType"] = WordsOf(row_.place).word;
    return location;
  }

  Json Contact() const {
    const Style::Unset unset = UnsetContact(row_, style_);
    Json contact;
    PutText(contact, "contactId", catalogue_.ContactId(row_), Style::Unset::kAbsent);
    PutText(contact, "firstName", texts_.first_name, unset);
    PutText(contact, "lastName", texts_.last_name, unset);
    PutText(contact, "email", texts_.email, unset);
    PutText(contact, "phone", texts_.phone, unset);
    if (row_.trap == Trap::kContactAddress) contact["fullAddress"] = RenderFullAddress(row_);
    if (row_.trap == Trap::kContactZone) contact["timeZone"] = ZoneAt(row_.zone).name;
    if (row_.written && !row_.written->full_address.is_null()) {
      contact["fullAddress"] = row_.written->full_address;
    }
    PutText(contact, "countryCode", CountryOf(row_), Style::Unset::kAbsent);
    return contact;
  }

  // totalParticipants or participantsChoices, never both (wix.md 3.6).
  void PutParty(Json& booking) const {
    const int size = PartySize(row_);
    if (row_.written && !row_.written->choices.is_null()) {
      booking["participantsChoices"] = row_.written->choices;
    } else if (HasChoices(row_)) {
      booking["participantsChoices"] = {{"serviceChoices", ServiceChoices()}};
    } else if (size > 0 && style_.participants == Style::Participants::kList) {
      booking["totalParticipants"] = Json(static_cast<std::size_t>(size), 1);
    } else if (size > 0) {
      booking["totalParticipants"] = size;
    }
  }

  Json ServiceChoices() const {
    const std::array<Json, kMaxRates> kinds = {
        Json{{"optionId", catalogue_.OwnId(row_, "option")}, {"custom", "Adult"}},
        Json{{"optionId", catalogue_.OwnId(row_, "option")},
             {"duration", {{"minutes", 45}, {"name", "short"}}}},
        Json{{"choiceId", catalogue_.OwnId(row_, "choice")},
             {"participantRange", {{"name", "2 to 4"}}}}};
    Json choices = Json::array();
    for (std::size_t i = 0; i < kMaxRates; ++i) {
      if (row_.party[i] == 0) continue;
      choices.push_back(
          {{"numberOfParticipants", row_.party[i]}, {"choices", Json::array({kinds[i]})}});
    }
    return choices;
  }

  Json CreatedBy() const {
    const Creator creator = CreatorOf(row_, catalogue_);
    Json by;
    by[std::string(creator.key)] = creator.id;
    if (HasContact(row_)) {
      PutText(by, "contactId", catalogue_.ContactId(row_), Style::Unset::kAbsent);
    }
    if (row_.trap == Trap::kInternalFields) by["identityType"] = "UNKNOWN";
    return by;
  }

  // Members that few bookings have.
  void PutRare(Json& booking) const {
    const bool always = style_.double_booked == Style::DoubleBooked::kAlways;
    if (IsDoubleBooked(row_)) {
      booking["doubleBooked"] = true;
    } else if (row_.trap == Trap::kDoubleBookedFalse || always) {
      booking["doubleBooked"] = false;
    }
    if (row_.trap == Trap::kMultiService) {
      booking["multiServiceBookingInfo"] = {{"id", catalogue_.OwnId(row_, "multi")},
                                            {"type", "SEQUENTIAL_BOOKINGS"}};
    }
    if (row_.trap == Trap::kExtendedFields) {
      booking["extendedFields"] = {
          {"namespaces", {{"@acme/crm", {{"segment", "b2b"}, {"score", 4.5}}}}}};
    }
    if (row_.trap == Trap::kAddOns) booking["bookedAddOns"] = AddOns();
    if (row_.trap == Trap::kFormAnswers) {
      booking["formSubmissionId"] = catalogue_.OwnId(row_, "submission");
      booking["formId"] = catalogue_.OwnId(row_, "form");
    }
    if (row_.written) {
      PutText(booking, "formSubmissionId", row_.written->submission_id, Style::Unset::kAbsent);
    }
    if (row_.payment == Payment::kDeposit) booking["depositSelected"] = true;
    if (row_.trap == Trap::kInternalFields) {
      booking["numberOfParticipants"] = PartySize(row_);
      booking["bookingSource"] = {{"platform", "WEB"}, {"actor", "CUSTOMER"}};
      booking["language"] = "cs";
      booking["recurringGroupId"] = catalogue_.OwnId(row_, "recurring");
      booking["bookedForSomeoneElse"] = true;
    }
  }

  Json AddOns() const {
    return Json::array({{{"id", catalogue_.OwnId(row_, "add-on")},
                         {"groupId", catalogue_.OwnId(row_, "add-on group")},
                         {"durationInMinutes", 15},
                         {"name", "Aroma oil"}},
                        {{"id", catalogue_.OwnId(row_, "add-on 2")},
                         {"groupId", catalogue_.OwnId(row_, "add-on group")},
                         {"quantity", 2},
                         {"name", "Towel"}}});
  }

  const Row& row_;
  const Catalogue& catalogue_;
  const Style& style_;
  const Texts texts_;
};

Json Actions(const Row& row) {
  const AllowedActions actions = AllowedActionsOf(row);
  Json json = {{"cancel", actions.cancel}, {"reschedule", actions.reschedule}};
  if (actions.refund == AllowedActions::Refund::kNull) json["refund"] = nullptr;
  if (actions.refund == AllowedActions::Refund::kNo) json["refund"] = false;
  if (actions.refund == AllowedActions::Refund::kYes) json["refund"] = true;
  return json;
}

Json Attendance(const Row& row, const Catalogue& catalogue) {
  if (row.written && row.written->attendees >= 0) {
    return {{"id", catalogue.OwnId(row, "attendance")},
            {"status", row.written->attended ? "ATTENDED" : "NOT_ATTENDED"},
            {"numberOfAttendees", row.written->attendees}};
  }
  if (row.trap != Trap::kAttendance) return {{"status", "NOT_SET"}, {"numberOfAttendees", 0}};
  return {{"id", catalogue.OwnId(row, "attendance")},
          {"status", row.salt % 2 == 0 ? "ATTENDED" : "NOT_ATTENDED"},
          {"numberOfAttendees", PartySize(row)}};
}

void PutMoney(Json& extended, const Row& row, const Catalogue& catalogue) {
  if (HasOrder(row)) extended["order"] = RenderOrder(row, catalogue);
  if (row.trap == Trap::kSubscription) {
    extended["subscriptionInfo"] = RenderSubscription(row, catalogue);
  }
}

}  // namespace

Json RenderExtendedBooking(const Row& row, const Catalogue& catalogue, const Style& style,
                           Extras extras) {
  Json extended;
  extended["booking"] = V2Renderer(row, catalogue, style).Booking();
  if (Asks(extras, Extra::kAllowedActions)) extended["allowedActions"] = Actions(row);
  if (Asks(extras, Extra::kAttendance)) extended["attendance"] = Attendance(row, catalogue);
  if (Asks(extras, Extra::kConferencing) && row.trap == Trap::kConference) {
    extended["conferencingDetails"] = {{"guestUrl", "https://meet.example.org/j/" + row.id},
                                       {"password", "pa ss\"word"}};
  }
  if (Asks(extras, Extra::kPolicy)) {
    extended["bookingPolicySettings"] = {{"cancellationFeeEnabled", row.salt % 2 == 0}};
  }
  if (Asks(extras, Extra::kFees)) {
    extended["bookingFeeDetails"] = {{"cancellationFeeStatus", "NOT_YET_APPLIED_TO_ORDER"}};
  }
  if (Asks(extras, Extra::kOrder)) PutMoney(extended, row, catalogue);
  return extended;
}

}  // namespace bookings::sandbox::wix
