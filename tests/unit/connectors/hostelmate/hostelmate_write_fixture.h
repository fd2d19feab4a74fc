// Orders, changes and the vendor's answers for the tests of HostelMate's slots and writes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/api/civil.h"
#include "connectors/api/time.h"
#include "tests/support/play_writes.h"
#include "tests/unit/connectors/hostelmate/hostelmate_fixture.h"

namespace bookings::hostelmate {

using ::bookings::testing::AllProblems;
using ::bookings::testing::HeaderOf;
using ::bookings::testing::PathsOf;
using ::bookings::testing::PlayAnswers;

inline constexpr char kRoom[] = "c2a1f6de-0b41-4c6b-8a55-7d9b3e1f2a10";
inline constexpr char kOtherRoom[] = "d3b2a7ef-1c52-4d7c-9b66-8eac4f203b21";
inline constexpr char kPropertyId[] = "5d0a7f34-9c0e-4b7b-8a51-2f6f0f3f9b21";
inline constexpr char kId[] = "3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44";
inline constexpr char kAttempt[] = "7b1d2c3e-4f50-4a61-8b72-9c83ad94be05";

inline absl::Time At(std::string_view text) { return *ParseInstant(text); }

inline WriteIdentity Identity() { return {kId, kAttempt, At("2026-11-20T03:00:00Z")}; }

// The hostel of the fixture with its slots.
inline config::v1::ConnectionConfig SlotsConfig(std::string_view price_unit = "major") {
  config::v1::ConnectionConfig config = HostelConfig();
  config.mutable_hostelmate()->set_property(kPropertyId);
  config.mutable_hostelmate()->set_price_unit(std::string(price_unit));
  return config;
}

inline v1::Money Euros(int64_t units, int32_t nanos = 0) {
  v1::Money money;
  money.set_currency_code("EUR");
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

inline v1::StayRequest StayAt(const std::vector<std::string>& dates,
                              std::string_view room = kRoom) {
  v1::StayRequest stay;
  stay.set_room_id(std::string(room));
  for (const std::string& date : dates) {
    v1::Night* night = stay.add_nights();
    night->set_date(date);
    *night->mutable_amount() = Euros(27);
  }
  return stay;
}

// Ana Silva, two nights.
inline CreateInput Order() {
  CreateInput input;
  input.now = At("2026-11-20T03:00:00Z");
  *input.request.mutable_stay() = StayAt({"2026-12-05", "2026-12-06"});
  v1::Customer& customer = *input.request.mutable_customer();
  customer.set_first_name("Ana");
  customer.set_last_name("Silva");
  customer.set_email("ana@example.com");
  return input;
}

// The vendor's booking object of that order; `room` is that of all nights.
inline std::string VendorBooking(std::string_view status = "confirmed",
                                 std::string_view created = "2026-11-20T03:00:01Z",
                                 std::string_view email = "ana@example.com") {
  const auto night = [](std::string_view date) {
    return R"({"date":")" + std::string(date) + R"(","amount":2700,"room":")" + kRoom +
           R"(","bed":"bed-1"})";
  };
  return std::string(R"({"id":")") + kId + R"(","status":")" + std::string(status) +
         R"(","total":5400,"created":")" + std::string(created) + R"(","updated":")" +
         std::string(created) +
         R"(","description":"Late arrival","guest":{"id":"g","first_name":"Ana",)"
         R"("last_name":"Silva","email":")" +
         std::string(email) + R"("},"stay_dates":[)" + night("2026-12-05") + "," +
         night("2026-12-06") + "]}";
}

inline HttpResponse Answer(int status, std::string body) { return {status, {}, std::move(body)}; }
inline HttpResponse Refusal(int status, std::string_view code) {
  return {status, {}, R"({"code":")" + std::string(code) + R"(","error":"text of the vendor"})"};
}

}  // namespace bookings::hostelmate
