// Exact amounts.
#include "connectors/api/money.h"

#include <gtest/gtest.h>

namespace bookings {
namespace {

v1::Money Make(int64_t units, int32_t nanos, const std::string& currency = "EUR") {
  v1::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

void ExpectMoney(const std::optional<v1::Money>& money, int64_t units, int32_t nanos) {
  ASSERT_TRUE(money);
  EXPECT_EQ(money->SerializeAsString(), Make(units, nanos).SerializeAsString())
      << money->ShortDebugString();
}

TEST(MoneyFromDecimal, IsExact) {
  ExpectMoney(MoneyFromDecimal("14", "EUR"), 14, 0);
  ExpectMoney(MoneyFromDecimal("35.50", "EUR"), 35, 500'000'000);
  ExpectMoney(MoneyFromDecimal("-0.01", "EUR"), 0, -10'000'000);
  ExpectMoney(MoneyFromDecimal("-12.5", "EUR"), -12, -500'000'000);
  ExpectMoney(MoneyFromDecimal("0.123456789", "EUR"), 0, 123'456'789);
  ExpectMoney(MoneyFromDecimal("999999999999999999.9", "EUR"), 999'999'999'999'999'999,
              900'000'000);
  ExpectMoney(MoneyFromDecimal("007", "EUR"), 7, 0);
}

class NoAmount : public testing::TestWithParam<const char*> {};
TEST_P(NoAmount, IsRefusedAndNeverRounded) { EXPECT_FALSE(MoneyFromDecimal(GetParam(), "EUR")); }
INSTANTIATE_TEST_SUITE_P(All, NoAmount,
                         testing::Values("", "-", ".", "1.", ".5", "1e3", "1,50", "+1",
                                         "1.0000000001", " 1", "1 ", "1.2.3", "1000000000000000000",
                                         "NaN", "--1", "0x10"));

TEST(MoneyFromMinorUnits, DividesExactlyByTheScale) {
  ExpectMoney(MoneyFromMinorUnits(5'400, 100, "EUR"), 54, 0);
  ExpectMoney(MoneyFromMinorUnits(-2'799, 100, "EUR"), -27, -990'000'000);
  ExpectMoney(MoneyFromMinorUnits(-99, 100, "EUR"), 0, -990'000'000);
  ExpectMoney(MoneyFromMinorUnits(1'234, 1'000, "EUR"), 1, 234'000'000);
  ExpectMoney(MoneyFromMinorUnits(5, 1, "EUR"), 5, 0);
  ExpectMoney(MoneyFromMinorUnits(INT64_MIN, 1, "EUR"), INT64_MIN, 0);
}

TEST(CurrencyDecimals, KnowsIso4217) {
  EXPECT_EQ(CurrencyDecimals("EUR"), 2);
  EXPECT_EQ(CurrencyDecimals("JPY"), 0);
  EXPECT_EQ(CurrencyDecimals("KWD"), 3);
  EXPECT_EQ(CurrencyDecimals("CLF"), 4);
  for (const char* code : {"", "eur", "EURO", "XXY", "E R", "D A"}) {
    EXPECT_EQ(CurrencyDecimals(code), std::nullopt) << code;
  }
}

TEST(Covers, ComparesWithinOneCurrency) {
  EXPECT_TRUE(Covers(Make(40, 0), Make(40, 0)));
  EXPECT_TRUE(Covers(Make(40, 10), Make(40, 0)));
  EXPECT_FALSE(Covers(Make(39, 999'999'999), Make(40, 0)));
  EXPECT_FALSE(Covers(Make(40, 0, "USD"), Make(40, 0)));
}

}  // namespace
}  // namespace bookings
