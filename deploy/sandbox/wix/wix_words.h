// The vocabularies of Wix Bookings and how one simulated state is spelled in each API generation.
// Tables only: nothing here decides anything.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bookings::sandbox::wix {

// What was booked. The order is that of kKinds.
enum class Kind : std::uint8_t { kAppointment, kClass, kCourse };

struct KindWords {
  std::string_view name;  // in the control path's model rows
  std::string_view tag;   // bookedEntity.tags
};

// One life-cycle state of the simulated business, with its word in both vocabularies (wix.md 2.5
// and 3.6).
struct StateWords {
  std::string_view name;
  std::string_view v1;
  std::string_view v2;
};

// One payment situation, with its word in every place that speaks of it.
struct PaymentWords {
  std::string_view name;
  std::string_view v1_state;        // paymentDetails.state
  std::string_view v2_status;       // booking.paymentStatus
  std::string_view order_status;    // order.paymentStatus; empty = no order exists
  std::string_view payment_option;  // booking.selectedPaymentOption
};

// A place's kind with its one word, the same in both generations.
struct LocationWords {
  std::string_view name;
  std::string_view word;
};

// A peculiarity of one row that a reader must survive. `none` is the first.
struct TrapWords {
  std::string_view name;
};

// Rows of the tables are referred to by index; these give the tables' order names in code.
enum class State : std::uint8_t {
  kDraft,
  kUnpaid,
  kAwaitingApproval,
  kWaitlisted,
  kConfirmed,
  kCanceled,
  kDeclined,
  kUndefined,
  kEcomCheckout,
  kUnknownWord,
  kNearMiss,
};

enum class Payment : std::uint8_t {
  kUndefined,
  kNotPaid,
  kCashier,
  kPaid,
  kDeposit,
  kRefunded,
  kExempt,
  kFailed,
  kRejected,
  kCanceled,
  kPendingMerchant,
  kPendingBuyer,
  kMembership,
  kPartlyRefunded,
  kUnknownWord,
};

enum class Place : std::uint8_t { kBusiness, kOwnerCustom, kCustom, kUndefined, kUnknownWord };

enum class Trap : std::uint8_t {
  kNone,
  kStatusUndefined,
  kStatusEcomCheckout,
  kStatusUnknownWord,
  kStatusNearMiss,
  kPaymentUnknownWord,
  kTagsMissing,
  kTagUnknown,
  kLocationUnknownWord,
  kLocationMissing,
  kSlotLocalBare,
  kSlotLocalZulu,
  kStartWithFraction,
  kDstGap,
  kDstOverlapFirst,
  kDstOverlapSecond,
  kStartMissing,
  kEndMissing,
  kZoneMissing,
  kAllDay,
  kCreatedOnly,
  kCreatedNanos,
  kCreatedNoFraction,
  kCreatedWithOffset,
  kCreatedTie,
  kUpdatedMissing,
  kContactNulls,
  kContactEmptyTexts,
  kContactMissing,
  kContactUnicode,
  kContactZone,
  kContactAddress,
  kStaffMissing,
  kStaffEmailEmpty,
  kChoices,
  kPartyMissing,
  kPartyManyRates,
  kAmountWhole,
  kAmountThreeDecimals,
  kAmountTooFine,
  kAmountHuge,
  kAmountNotNumber,
  kBalanceNegative,
  kOrderLarger,
  kPaidByAmount,
  kPriceText,
  kPaidButCanceled,
  kDoubleBooked,
  kDoubleBookedFalse,
  kMultiService,
  kUnknownFields,
  kHugeNumber,
  kInternalFields,
  kExtendedFields,
  kAddOns,
  kSubscription,
  kConference,
  kAttendance,
  kSessionTwin,
  kCoupon,
  kPaidPlan,
  kWixPayOld,
  kFormAnswers,
  kRevisionHuge,
};

std::span<const KindWords> Kinds();
std::span<const StateWords> States();
std::span<const PaymentWords> Payments();
std::span<const LocationWords> Places();
std::span<const TrapWords> Traps();

const KindWords& WordsOf(Kind kind);
const StateWords& WordsOf(State state);
const PaymentWords& WordsOf(Payment payment);
const LocationWords& WordsOf(Place place);
const TrapWords& WordsOf(Trap trap);

// Closed vocabularies that a filter's operands are checked against.
std::span<const std::string_view> V1StatusWords();
std::span<const std::string_view> V2StatusWords();
std::span<const std::string_view> V2PaymentStatusWords();
std::span<const std::string_view> PaymentOptionWords();
std::span<const std::string_view> LocationTypeWords();
std::span<const std::string_view> TagWords();

}  // namespace bookings::sandbox::wix
