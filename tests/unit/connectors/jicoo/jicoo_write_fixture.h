// Orders, changes and the vendor's answers for the tests of Jicoo's slots and writes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/api/time.h"
#include "tests/support/play_writes.h"
#include "tests/unit/connectors/jicoo/jicoo_fixture.h"

namespace bookings::jicoo {

using ::bookings::testing::AllProblems;
using ::bookings::testing::PathsOf;
using ::bookings::testing::PlayAnswers;

inline constexpr char kEventType[] = "b7Yw-1QeRt5u";
inline constexpr char kStart[] = "2026-11-21T01:00:00.000Z";
inline constexpr char kUid[] = "Zk3_pQ9xLm2A";

inline absl::Time At(std::string_view text) { return *ParseInstant(text); }

inline WriteIdentity Identity() { return {"id", "attempt", At("2026-11-18T05:12:00Z")}; }

// Mika Sato's trial lesson.
inline CreateInput Order() {
  CreateInput input;
  input.now = At("2026-11-18T05:12:00Z");
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_service_id(kEventType);
  SetTimestamp(At(kStart), appointment.mutable_start_time());
  appointment.set_time_zone("Asia/Tokyo");
  input.request.mutable_customer()->set_display_name("Mika Sato");
  input.request.mutable_customer()->set_email("mika@example.com");
  return input;
}

struct VendorBooking {
  std::string uid = kUid;
  std::string event_type = kEventType;
  std::string status = "open";
  std::string started = kStart;
  std::string created = "2026-11-18T05:12:09.000Z";
};

inline std::string Text(const VendorBooking& booking) {
  return R"({"uid":")" + booking.uid + R"(","eventTypeId":")" + booking.event_type +
         R"(","name":"Trial lesson","description":null,"status":")" + booking.status +
         R"(","startedAt":")" + booking.started +
         R"(","endedAt":"2026-11-21T01:30:00.000Z","timeZone":"Asia/Tokyo","priority":null,)"
         R"("hosts":[{"userId":"u7","role":"admin"}],"createdAt":")" +
         booking.created + R"(","updatedAt":"2026-11-18T05:12:09.000Z"})";
}

inline HttpResponse Answer(int status, std::string body) { return {status, {}, std::move(body)}; }
inline HttpResponse Refusal(int status) {
  return {status, {}, R"({"errors":{"code":"unprocessable_entity","message":"Mika"}})"};
}
// The answer of a call that is about one booking.
inline HttpResponse One(const VendorBooking& booking = {}, int status = 200) {
  return Answer(status, R"({"data":)" + Text(booking) + "}");
}
inline HttpResponse Contacts(const std::string& email = "mika@example.com") {
  return Answer(200, R"({"data":[{"name":"Mika Sato","email":")" + email +
                         R"(","ccEmails":[],"answers":[]}],"errors":{}})");
}
inline HttpResponse SlotsAnswer(const std::string& entries) {
  return Answer(200, R"({"data":[)" + entries + R"(],"errors":{}})");
}
inline std::string Entry(std::string_view start, std::string_view places = "1") {
  return R"({"startedAt":")" + std::string(start) + R"(","remainingCapacity":)" +
         std::string(places) + "}";
}

template <typename T>
std::vector<std::string> TargetsOf(const testing::Played<T>& played) {
  std::vector<std::string> targets;
  for (const HttpRequest& request : played.requests) targets.push_back(request.target);
  return targets;
}

inline google::protobuf::Value TextValue(std::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return value;
}

template <typename Request>
google::protobuf::Value& Option(WriteInput<Request>& input, const std::string& name) {
  return (*input.request.mutable_vendor_options()->mutable_fields())[name];
}

}  // namespace bookings::jicoo
