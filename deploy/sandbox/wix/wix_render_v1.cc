// See wix_render_v1.h.
#include "deploy/sandbox/wix/wix_render_v1.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::array<std::string_view, kMaxRates> kRateLabels = {"general", "child", "senior"};
constexpr std::string_view kWixBookingsApp = "13d21c63-b5ec-5912-8397-c3a5ddb27a97";

Json Address(std::string_view formatted) {
  return {{"formattedAddress", formatted}, {"subdivisions", Json::array()}};
}

class V1Renderer {
 public:
  V1Renderer(const Row& row, const Catalogue& catalogue, const Style& style)
      : row_(row), catalogue_(catalogue), style_(style), texts_(TextsOf(row)) {}

  Json Booking() const {
    Json booking;
    booking["id"] = row_.id;
    booking["bookedEntity"] = BookedEntity();
    booking["bookedResources"] = Resources();
    booking["formInfo"] = FormInfo();
    booking["paymentDetails"] = PaymentDetails();
    booking["status"] = WordsOf(row_.state).v1;
    booking["created"] = StampText(row_.created_ms, row_);
    if (row_.trap != Trap::kCreatedOnly && style_.v1_created == Style::ListCreated::kBoth) {
      booking["createdDate"] = booking["created"];
    }
    if (row_.trap == Trap::kAttendance) {
      booking["attendanceInfo"] = {{"attendanceStatus", true},
                                   {"numberOfAttendees", PartySize(row_)}};
    }
    if (row_.written && row_.written->attendees >= 0) {
      booking["attendanceInfo"] = {{"attendanceStatus", row_.written->attended},
                                   {"numberOfAttendees", row_.written->attendees}};
    }
    PutText(booking, "externalUserId", texts_.external_id, style_.unset);
    booking["bookingSource"] = {
        {"platform", row_.salt % 2 == 0 ? "WEB" : "MOBILE_APP"},
        {"actor", row_.salt % 4 < 3 ? "CUSTOMER" : "BUSINESS"},
        {"appDefId", kWixBookingsApp},
        {"appName", "Wix Bookings"},
    };
    if (row_.written && !row_.written->source.is_null()) {
      booking["bookingSource"].update(row_.written->source);
    }
    PutUnknownFields(booking, row_);
    return booking;
  }

 private:
  Json BookedEntity() const {
    Json entity;
    entity["serviceId"] = catalogue_.ServiceId(row_);
    entity["scheduleId"] = catalogue_.ScheduleId(row_);
    Json times;
    if (row_.kind == Kind::kCourse) {
      PutText(times, "firstSessionStart", Instant(row_.start_s), style_.unset);
      PutText(times, "lastSessionEnd", Instant(row_.end_s), style_.unset);
    } else {
      times["sessionId"] = catalogue_.SessionId(row_);
      PutText(times, "start", Instant(row_.start_s), style_.unset);
      PutText(times, "end", Instant(row_.end_s), style_.unset);
    }
    entity[row_.kind == Kind::kCourse ? "setOfSessions" : "singleSession"] = std::move(times);
    entity["title"] = texts_.title;
    if (HasPlace(row_)) entity["location"] = Location();
    entity["rate"] = Rate();
    const std::optional<std::string_view> tag = TagOf(row_);
    entity["tags"] = Json::array();
    if (tag) entity["tags"].push_back(*tag);
    if (row_.trap == Trap::kConference) {
      entity["onlineConference"] = {{"guestUrl", "https://meet.example.org/j/" + row_.id},
                                    {"providerId", catalogue_.OwnId(row_, "provider")},
                                    {"password", "pa ss\"word"}};
    }
    return entity;
  }

  std::string Instant(std::int64_t seconds) const { return InstantText(seconds, row_, style_); }

  Json Location() const {
    Json location = {{"locationType", WordsOf(row_.place).word}};
    if (HasPlaceId(row_)) {
      location["businessLocation"] = {{"id", catalogue_.PlaceId(row_)},
                                      {"name", PlaceName(row_)},
                                      {"description", ""},
                                      {"default", true},
                                      {"status", "ACTIVE"},
                                      {"locationType", "BRANCH"},
                                      {"timeZone", ZoneName(row_)},
                                      {"address", Address(PlaceAddress(row_))},
                                      {"revision", "12"},
                                      {"archived", false}};
    } else if (HasPlaceAddress(row_)) {
      location["address"] = PlaceAddress(row_);
      location["customAddress"] = Address(PlaceAddress(row_));
    }
    return location;
  }

  Json Price(std::string_view amount) const {
    return {{"amount", amount},
            {"currency", ServiceAt(row_.service).currency},
            {"downPayAmount", row_.payment == Payment::kDeposit ? ReceivedText(row_) : "0"}};
  }

  Json Rate() const {
    Json options = Json::object();
    if (row_.trap == Trap::kPriceText) {
      return {{"labeledPriceOptions", options}, {"priceText", "from 20 € up"}};
    }
    const std::string unit = AmountText(ServiceAt(row_.service).unit_minor);
    for (std::size_t i = 0; i < kMaxRates; ++i) {
      if (i == 0 || row_.party[i] > 0) options[std::string(kRateLabels[i])] = Price(unit);
    }
    return {{"labeledPriceOptions", options}, {"priceText", ""}};
  }

  Json Resources() const {
    Json resources = Json::array();
    if (HasStaff(row_)) {
      resources.push_back({{"id", catalogue_.StaffId(row_)},
                           {"name", StaffName(row_)},
                           {"email", StaffEmail(row_)}});
    }
    return resources;
  }

  Json FormInfo() const {
    Json form;
    if (HasContact(row_)) form["contactDetails"] = Contact();
    form["paymentSelection"] = Json::array();
    for (std::size_t i = 0; i < kMaxRates; ++i) {
      if (row_.party[i] == 0) continue;
      form["paymentSelection"].push_back(
          {{"rateLabel", kRateLabels[i]}, {"numberOfParticipants", row_.party[i]}});
    }
    form["customFormFields"] = Json::object();
    form["additionalFields"] = RenderFormAnswers(row_, catalogue_);
    return form;
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

  Json PaymentDetails() const {
    Json details;
    if (HasBalance(row_)) {
      details["id"] = catalogue_.OwnId(row_, "checkout");
      details["balance"] = {{"finalPrice", Price(TotalText(row_))},
                            {"amountReceived", ReceivedText(row_)}};
    }
    if (row_.trap == Trap::kPaidPlan) details["paidPlanDetails"] = PaidPlan();
    if (row_.trap == Trap::kCoupon) {
      details["couponDetails"] = {{"couponName", "Spring"},
                                  {"couponCode", "SPRING-10"},
                                  {"couponDiscount", "10.00"},
                                  {"couponId", catalogue_.OwnId(row_, "coupon")}};
    }
    details["state"] = WordsOf(row_.payment).v1_state;
    if (row_.trap == Trap::kWixPayOld) details["wixPayDetails"] = WixPay();
    details["wixPayMultipleDetails"] = Json::array();
    if (row_.payment == Payment::kPaid || row_.payment == Payment::kDeposit) {
      details["wixPayMultipleDetails"].push_back(WixPay());
    }
    if (HasBalance(row_)) details["invoiceApplicable"] = row_.salt % 2 == 0;
    return details;
  }

  Json PaidPlan() const {
    return {{"plan",
             {{"orderId", catalogue_.OwnId(row_, "plan order")},
              {"benefitId", catalogue_.OwnId(row_, "benefit")},
              {"planId", catalogue_.OwnId(row_, "plan")}}},
            {"planName", "Ten visits"},
            {"transactionId", "1712"},
            {"originalCredit", 10},
            {"currentCredit", 7}};
  }

  Json WixPay() const {
    return {{"txId", catalogue_.OwnId(row_, "tx")},
            {"orderId", catalogue_.OwnId(row_, "pay order")},
            {"orderAmount", ReceivedText(row_)},
            {"orderStatus", "COMPLETE"},
            {"orderApprovalTime", StampText(row_.created_ms + 2000, row_)},
            {"paymentVendorName", row_.salt % 2 == 0 ? "inPerson" : "stripe"}};
  }

  const Row& row_;
  const Catalogue& catalogue_;
  const Style& style_;
  const Texts texts_;
};

}  // namespace

Json RenderV1Booking(const Row& row, const Catalogue& catalogue, const Style& style) {
  return V1Renderer(row, catalogue, style).Booking();
}

Json RenderV1Actions(const Row& row) {
  const AllowedActions actions = AllowedActionsOf(row);
  return {{"cancel", actions.cancel},
          {"reschedule", actions.reschedule},
          {"bookAnother", actions.book_another}};
}

}  // namespace bookings::sandbox::wix
