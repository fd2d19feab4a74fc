// Exact amounts of money from a vendor's decimal text or minor units.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "bookings/v1/bookings.pb.h"

namespace bookings {

// From a plain decimal number such as `-35.50`: no exponent, at most 18 digits before and 9 after
// the point. No value where it is anything else: the caller leaves the amount unset, with a note.
std::optional<v1::Money> MoneyFromDecimal(std::string_view decimal, std::string_view currency);

// From an integer count of 1/scale units; scale is 1, 10, 100 or 1000.
v1::Money MoneyFromMinorUnits(int64_t amount, int64_t scale, std::string_view currency);

// The number of decimals that ISO 4217 gives a currency; no value where it does not know the code.
std::optional<int> CurrencyDecimals(std::string_view currency);

// Whether the amount is zero or more and `paid` covers it; for equal currencies only.
bool Covers(const v1::Money& paid, const v1::Money& amount);

}  // namespace bookings
