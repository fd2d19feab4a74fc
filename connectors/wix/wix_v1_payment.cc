// See wix_v1_payment.h.
#include "connectors/wix/wix_v1_payment.h"

#include "connectors/api/money.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {
namespace {

using json::FieldTable;

struct Payment {
  std::string_view state;
  json::Value balance;
};

Payment ReadPayment(json::Value details, ItemReader& reader) {
  using Fields = FieldTable<Payment>;
  static const Fields fields = {
      {"balance", &Payment::balance},
      {"state", &Payment::state},
      {"id", Fields::NoPlace{}},
      {"paidPlanDetails", Fields::NoPlace{}},
      {"couponDetails", Fields::NoPlace{}},
      {"wixPayDetails", Fields::NoPlace{}},
      {"wixPayMultipleDetails", Fields::NoPlace{}},
      {"invoiceApplicable", Fields::NoPlace{}},
  };
  return reader.Read(fields, details, "paymentDetails");
}

struct Balance {
  json::Value final_price;
  std::string_view received;
};

Balance ReadBalance(json::Value balance, ItemReader& reader) {
  static const FieldTable<Balance> fields = {
      {"finalPrice", &Balance::final_price},
      {"amountReceived", &Balance::received},
  };
  return reader.Read(fields, balance, "paymentDetails.balance");
}

struct Price {
  std::string_view amount, currency;
};

Price ReadPrice(json::Value price, ItemReader& reader) {
  using Fields = FieldTable<Price>;
  static const Fields fields = {
      {"amount", &Price::amount},
      {"currency", &Price::currency},
      {"downPayAmount", Fields::NoPlace{}},
  };
  return reader.Read(fields, price, "paymentDetails.balance.finalPrice");
}

void FillAmounts(json::Value balance_object, ItemReader& reader) {
  const Balance balance = ReadBalance(balance_object, reader);
  const Price price = ReadPrice(balance.final_price, reader);
  const auto total =
      ReadMoney({price.amount, "paymentDetails.balance.finalPrice.amount"}, price.currency, reader);
  const auto paid = ReadMoney({balance.received, "paymentDetails.balance.amountReceived"},
                              price.currency, reader);
  if (total) *reader.booking().mutable_total() = *total;
  if (paid) *reader.booking().mutable_amount_paid() = *paid;
  if (!total) reader.Keep({price.currency, "paymentDetails.balance.finalPrice.currency"});
}

bool IsZero(const v1::Money& money) { return money.units() == 0 && money.nanos() == 0; }
bool IsPositive(const v1::Money& money) { return money.units() > 0 || money.nanos() > 0; }

v1::PaymentStatus ByAmounts(const v1::Booking& booking) {
  const v1::PaymentStatus told = booking.payment_status();
  if (!booking.has_total()) return told;
  if (IsZero(booking.total())) return v1::PAYMENT_STATUS_NOT_REQUIRED;
  if (!booking.has_amount_paid()) return told;
  if (Covers(booking.amount_paid(), booking.total())) return v1::PAYMENT_STATUS_PAID;
  return IsPositive(booking.amount_paid()) ? v1::PAYMENT_STATUS_PARTLY_PAID : told;
}

}  // namespace

void FillV1Payment(json::Value details, ItemReader& reader) {
  constexpr std::string_view kStatePath = "paymentDetails.state";
  const Payment payment = ReadPayment(details, reader);
  FillAmounts(payment.balance, reader);
  FillPaymentStatus({payment.state, kStatePath}, V1PaymentWords(), reader);
  // Several states share one canonical value: the word itself must not be lost.
  reader.Keep({payment.state, kStatePath});
  v1::Booking& booking = reader.booking();
  const v1::PaymentStatus told = booking.payment_status();
  const bool open = told == v1::PAYMENT_STATUS_UNPAID || told == v1::PAYMENT_STATUS_UNSPECIFIED;
  if (open) booking.set_payment_status(ByAmounts(booking));
}

}  // namespace bookings::wix
