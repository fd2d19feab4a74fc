// Orders and the vendor's answers for the tests of OptimoCMS's slots and writes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/api/time.h"
#include "tests/support/play_writes.h"
#include "tests/unit/connectors/optimocms/optimocms_fixture.h"

namespace bookings::optimocms {

using ::bookings::testing::AllProblems;
using ::bookings::testing::PathsOf;
using ::bookings::testing::PlayAnswers;

inline absl::Time At(std::string_view text) { return *ParseInstant(text); }

inline WriteIdentity Identity() { return {"id", "attempt", At("2026-12-01T09:22:00Z")}; }

// Ada's haircut, at 14:00 in Amsterdam.
inline CreateInput Order() {
  CreateInput input;
  input.now = At("2026-12-01T09:22:00Z");
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_service_id("svc_haircut30");
  SetTimestamp(At("2026-12-05T13:00:00Z"), appointment.mutable_start_time());
  v1::Customer& customer = *input.request.mutable_customer();
  customer.set_display_name("Ada Example");
  customer.set_email("ada@example.com");
  customer.set_phone("+31600000001");
  return input;
}

// The same by a slot, which tells staff, place and end.
inline CreateInput SlotOrder() {
  CreateInput input = Order();
  input.request.set_slot_token("sealed");
  input.slot.emplace();
  input.slot->set_service_id("svc_haircut30");
  input.slot->set_staff_id("stf_kim");
  input.slot->set_location_id("br_1");
  SetTimestamp(At("2026-12-05T13:00:00Z"), input.slot->mutable_start_time());
  SetTimestamp(At("2026-12-05T13:30:00Z"), input.slot->mutable_end_time());
  (*input.slot->mutable_vendor())["date"] = "2026-12-05";
  (*input.slot->mutable_vendor())["startTime"] = "14:00";
  return input;
}

inline constexpr char kAda[] =
    R"({"name":"Ada Example","email":"ada@example.com","phone":"+31600000001"})";

struct VendorBooking {
  std::string id = "bk_0031";
  std::string status = "pending";
  std::string start = "14:00";
  std::string customer = kAda;
  std::string created = "2026-12-01T09:22:05Z";
};

inline std::string Text(const VendorBooking& booking) {
  return absl::StrCat(R"({"id":")", booking.id, R"(","status":")", booking.status,
                      R"(","date":"2026-12-05","startTime":")", booking.start, R"(","customer":)",
                      booking.customer, R"(,"createdAt":")", booking.created, R"("})");
}

inline HttpResponse Answer(int status, std::string body) { return {status, {}, std::move(body)}; }
// The answer of a call that is about one booking.
inline HttpResponse One(const VendorBooking& booking = {}, int status = 200) {
  return Answer(status, absl::StrCat(R"({"data":)", Text(booking), R"(,"meta":{}})"));
}
inline HttpResponse Listed(const std::vector<VendorBooking>& bookings,
                           const std::string& cursor = "null") {
  std::string rows;
  for (const VendorBooking& booking : bookings) {
    absl::StrAppend(&rows, rows.empty() ? "" : ",", Text(booking));
  }
  return Answer(200, Body(rows, cursor));
}
// `details` is JSON.
inline HttpResponse Refusal(int status, std::string_view code, std::string_view details = "{}") {
  return Answer(status, R"({"error":{"code":")" + std::string(code) +
                            R"(","message":"Ada","details":)" + std::string(details) +
                            R"(},"meta":{"requestId":"r-1"}})");
}

inline std::string TimeText(const google::protobuf::Timestamp& time) {
  return FormatInstantMillis(FromTimestamp(time));
}

}  // namespace bookings::optimocms
