// See wix_render_order.h.
#include "deploy/sandbox/wix/wix_render_order.h"

#include <string>
#include <string_view>

#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {
namespace {

// What else the order of the trap kOrderLarger holds, in hundredths.
constexpr std::int64_t kOtherLinesMinor = 1250;
constexpr std::uint64_t kFirstOrderNumber = 10'000;

Json Price(const Row& row, std::string_view amount) {
  const std::string_view currency = ServiceAt(row.service).currency;
  return {{"amount", amount},
          {"formattedAmount", std::string(currency) + " " + std::string(amount)}};
}

std::string_view OrderState(const Row& row) {
  switch (row.payment) {
    case Payment::kFailed:
    case Payment::kRejected:
      return "REJECTED";
    case Payment::kCanceled:
      return "CANCELED";
    case Payment::kPendingMerchant:
    case Payment::kPendingBuyer:
      return "PENDING";
    case Payment::kNotPaid:
      return "INITIALIZED";
    default:
      return "APPROVED";
  }
}

std::string BalanceText(const Row& row) {
  if (row.trap == Trap::kBalanceNegative) return "-5.00";
  return AmountText(row.total_minor - row.received_minor);
}

}  // namespace

Json RenderOrder(const Row& row, const Catalogue& catalogue) {
  const std::string line = TotalText(row);
  const bool larger = row.trap == Trap::kOrderLarger;
  Json order;
  order["id"] = catalogue.OwnId(row, "order");
  order["number"] = std::to_string(kFirstOrderNumber + row.salt % 90'000);
  order["status"] = OrderState(row);
  order["paymentStatus"] = WordsOf(row.payment).order_status;
  order["totalPrice"] = Price(row, larger ? AmountText(row.total_minor + kOtherLinesMinor) : line);
  order["bookingPrice"] = Price(row, line);
  order["balance"] = Price(row, BalanceText(row));
  order["currency"] = ServiceAt(row.service).currency;
  if (row.trap == Trap::kPriceText) {
    order["bookingPriceDescription"] = {{"original", "from 20 € up"}, {"translated", ""}};
  }
  return order;
}

Json RenderSubscription(const Row& row, const Catalogue& catalogue) {
  return {{"currentCycle", 2},
          {"totalCycles", 6},
          {"billingFrequency", "MONTHLY"},
          {"subscriptionId", catalogue.OwnId(row, "subscription")},
          {"status", "ACTIVE"},
          {"cyclePrice",
           {{"amount", AmountText(row.total_minor / 6)},
            {"currency", ServiceAt(row.service).currency}}}};
}

}  // namespace bookings::sandbox::wix
