// See money.h.
#include "connectors/api/money.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace bookings {
namespace {

constexpr size_t kMaxWholeDigits = 18;
constexpr size_t kNanoDigits = 9;
constexpr int64_t kNanosPerUnit = 1'000'000'000;

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int64_t ToNumber(std::string_view digits) {
  int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// ISO 4217 currencies without decimals, and with three or four; all others in kTwoDecimals.
constexpr std::array<std::string_view, 17> kNoDecimals = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                          "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                          "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kThreeDecimals = {"BHD", "IQD", "JOD", "KWD",
                                                            "LYD", "OMR", "TND"};
constexpr std::array<std::string_view, 2> kFourDecimals = {"CLF", "UYW"};
constexpr std::string_view kTwoDecimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHE CHF CHW CNY COP "
    "COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
    "HNL HRK HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MXV MYR MZN NAD NGN NIO NOK "
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT "
    "TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWL";

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

}  // namespace

std::optional<v1::Money> MoneyFromDecimal(std::string_view decimal, std::string_view currency) {
  const bool negative = decimal.starts_with('-');
  if (negative) decimal.remove_prefix(1);
  const size_t point = decimal.find('.');
  const std::string_view whole = decimal.substr(0, point);
  std::string_view fraction;
  if (point != std::string_view::npos) fraction = decimal.substr(point + 1);
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  if (whole.empty() || whole.size() > kMaxWholeDigits || fraction.size() > kNanoDigits) {
    return std::nullopt;
  }
  if (!AllDigits(whole) || !AllDigits(fraction)) return std::nullopt;
  std::string nanos(fraction);
  nanos.resize(kNanoDigits, '0');
  const int64_t sign = negative ? -1 : 1;
  v1::Money money;
  money.set_currency_code(std::string(currency));
  money.set_units(sign * ToNumber(whole));
  money.set_nanos(static_cast<int32_t>(sign * ToNumber(nanos)));
  return money;
}

v1::Money MoneyFromMinorUnits(int64_t amount, int64_t scale, std::string_view currency) {
  v1::Money money;
  money.set_currency_code(std::string(currency));
  money.set_units(amount / scale);
  money.set_nanos(static_cast<int32_t>(amount % scale * (kNanosPerUnit / scale)));
  return money;
}

std::optional<int> CurrencyDecimals(std::string_view currency) {
  if (Contains(kNoDecimals, currency)) return 0;
  if (Contains(kThreeDecimals, currency)) return 3;
  if (Contains(kFourDecimals, currency)) return 4;
  const bool known = currency.size() == 3 && currency.find(' ') == std::string_view::npos &&
                     kTwoDecimals.find(currency) != std::string_view::npos;
  return known ? std::optional<int>(2) : std::nullopt;
}

bool Covers(const v1::Money& paid, const v1::Money& amount) {
  if (paid.currency_code() != amount.currency_code()) return false;
  if (paid.units() != amount.units()) return paid.units() > amount.units();
  return paid.nanos() >= amount.nanos();
}

}  // namespace bookings
