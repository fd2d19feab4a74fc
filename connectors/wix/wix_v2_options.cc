// The vendor_options of API v2's writes (wix.md 3.5, 3.6): every documented field of a request that
// has no canonical place.
#include "connectors/wix/wix_v2_writes.h"

namespace bookings::wix {
namespace {

using enum OptionPlace;

constexpr std::string_view kMetadataText = "Texts for the notification, by name.";
constexpr std::string_view kChoicesText =
    "Who comes in which variant, in place of a number of people: serviceChoices.";
constexpr std::string_view kPaymentText =
    "How the booking is paid, in Wix's words: NOT_PAID for paying on site, EXEMPT for free.";
constexpr std::string_view kSmsText =
    "Whether the customer is reminded by SMS (Wix's default: yes).";

constexpr Option kCreate[] = {
    {kExternalUserId, "string", kRead,
     "Your own id for the booking, in place of the gateway's mark by which a lost answer is "
     "recovered."},
    {kDraft, "bool", kRead, "Leave the booking CREATED, unconfirmed, for a checkout of your own."},
    {kPaymentStatus, "string", kRead, kPaymentText},
    {kParticipantsChoices, "struct", kBooking, kChoicesText},
    {"selectedPaymentOption", "string", kBooking,
     "The way of paying: OFFLINE, ONLINE, MEMBERSHIP or MEMBERSHIP_OFFLINE."},
    {"depositSelected", "bool", kBooking, "Whether the deposit is paid first."},
    {"bookedAddOns", "list", kBooking, "Add-ons, each with id, groupId and quantity."},
    {"extendedFields", "struct", kBooking, "Fields of your app: namespaces."},
    {"formId", "string", kBooking, "The form that was filled in."},
    {"formSubmissionId", "string", kBooking, "The submission of the form."},
    {"status", "string", kBooking, "The first status, such as CONFIRMED (needs Manage Bookings)."},
    {"resourceSelections", "list", kSlot, "How resources besides the staff member are chosen."},
    {"allDay", "bool", kSlot, "Whether whole days are booked."},
    {"location", "struct", kRead, "The place of the slot in Wix's form, in place of its own."},
    {"fullAddress", "struct", kRead, "The customer's address in Wix's form."},
    {"message", "string", kNotification, "What the customer is told with the notification."},
    {"metadata", "struct", kNotification, kMetadataText},
    {"sendSmsReminder", "bool", kRoot, kSmsText},
    {kFormSubmission, "struct", kRoot, "The filled form, field by field; gives the contact too."},
    {kSkipAvailability, "bool", kFlowControl, "Book without checking that the slot is free."},
    {"skipBusinessConfirmation", "bool", kFlowControl, "Book without the owner's approval."},
    {"skipSelectedPaymentOptionValidation", "bool", kFlowControl,
     "Do not check the way of paying."},
    {"skipAddOnValidation", "bool", kFlowControl, "Do not check the add-ons."},
    {"allowAddOnChanges", "bool", kFlowControl, "Let add-ons be changed."},
};

constexpr Option kCancel[] = {
    {"metadata", "struct", kNotification, kMetadataText},
    {"waiveCharges", "bool", kRoot, "Let the customer off what is still to be paid."},
    {"ignoreCancellationPolicy", "bool", kFlowControl, "Cancel against the policy."},
    {"withRefund", "bool", kFlowControl, "Refund what was paid."},
    {"waiveCancellationFee", "bool", kFlowControl, "Charge no cancellation fee."},
};

constexpr Option kReschedule[] = {
    {"totalParticipants", "number", kRoot, "The number of people from then on."},
    {kParticipantsChoices, "struct", kRoot, kChoicesText},
    {"bookedAddOns", "list", kRoot, "The add-ons from then on."},
    {"resourceSelections", "list", kSlot, "How resources besides the staff member are chosen."},
    {"location", "struct", kRead, "The place of the slot in Wix's form, in place of its own."},
    {"message", "string", kNotification, "What the customer is told with the notification."},
    {"metadata", "struct", kNotification, kMetadataText},
    {"ignoreReschedulePolicy", "bool", kFlowControl, "Move against the policy."},
    {kSkipAvailability, "bool", kFlowControl, "Move without checking that the slot is free."},
    {"skipBusinessConfirmation", "bool", kFlowControl, "Move without the owner's approval."},
    {"allowAddOnChanges", "bool", kFlowControl, "Let add-ons be changed."},
};

constexpr Option kUpdate[] = {
    {kParticipantsChoices, "struct", kRead,
     "Who comes in which variant, in place of booking.party_size as a plain number."},
};

constexpr Option kStatus[] = {
    {kPaymentStatus, "string", kRoot, kPaymentText},
    {"doubleBooked", "bool", kRoot, "Mark the booking as in conflict with another one."},
    {"message", "string", kNotification, "What the customer is told with the notification."},
    {"metadata", "struct", kNotification, kMetadataText},
    {"sendSmsReminder", "bool", kRoot, "For CONFIRMED: whether the customer is reminded by SMS."},
    {"checkAvailabilityValidation", "bool", kFlowControl,
     "For CONFIRMED: check that the slot is free, which Wix does not do by default."},
    {"withRefund", "bool", kFlowControl, "For DECLINED: refund what was paid."},
};

}  // namespace

std::span<const Option> V2CreateOptions() { return kCreate; }
std::span<const Option> V2CancelOptions() { return kCancel; }
std::span<const Option> V2RescheduleOptions() { return kReschedule; }
std::span<const Option> V2UpdateOptions() { return kUpdate; }
std::span<const Option> V2StatusOptions() { return kStatus; }

}  // namespace bookings::wix
