// Orders, changes and Wix's answers for the tests of its slots and writes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/play_writes.h"
#include "tests/unit/connectors/wix/wix_fixture.h"

namespace bookings::wix {

using ::bookings::testing::AllProblems;
using ::bookings::testing::HeaderOf;
using ::bookings::testing::PathsOf;
using ::bookings::testing::PlayAnswers;

inline constexpr char kService[] = "a1000000-0000-4000-8000-00000000000a";
inline constexpr char kSchedule[] = "a2000000-0000-4000-8000-00000000000a";
inline constexpr char kStaff[] = "d1000000-0000-4000-8000-000000000001";
inline constexpr char kOtherStaff[] = "d1000000-0000-4000-8000-000000000002";
inline constexpr char kPlace[] = "e1000000-0000-4000-8000-000000000001";
inline constexpr char kEvent[] = "e2000000-0000-4000-8000-000000000021";
inline constexpr char kMark[] = "7b1d2c3e-4f50-4a61-8b72-9c83ad94be05";

inline absl::Time At(std::string_view text) { return *ParseInstant(text); }
inline google::protobuf::Timestamp Stamp(std::string_view text) {
  google::protobuf::Timestamp stamp;
  SetTimestamp(At(text), &stamp);
  return stamp;
}

inline WriteIdentity Identity() {
  return {"3f0e5c1a-7a52-4f0e-9b0c-6d6a2f1e8c44", kMark, At("2026-11-20T10:00:00Z")};
}

// A slot of one hour with one staff member, as its token tells it.
inline internal::v1::SlotReference KnownSlot() {
  internal::v1::SlotReference slot;
  slot.set_service_id(kService);
  slot.set_schedule_id(kSchedule);
  *slot.mutable_start_time() = Stamp("2026-12-10T13:00:00Z");
  *slot.mutable_end_time() = Stamp("2026-12-10T14:00:00Z");
  slot.set_staff_id(kStaff);
  slot.set_location_id(kPlace);
  slot.set_time_zone("Europe/Prague");
  (*slot.mutable_vendor())["locationType"] = "OWNER_BUSINESS";
  return slot;
}

inline v1::Customer Eva() {
  v1::Customer customer;
  customer.set_first_name("Eva");
  customer.set_last_name("Dor");
  customer.set_email("eva@example.org");
  return customer;
}

// Eva books the slot by its token.
inline CreateInput SlotOrder() {
  CreateInput input;
  input.now = At("2026-11-20T10:00:00Z");
  input.request.set_slot_token("sealed");
  input.slot = KnownSlot();
  *input.request.mutable_customer() = Eva();
  return input;
}

// Eva names service and start.
inline CreateInput ServiceOrder() {
  CreateInput input = SlotOrder();
  input.slot.reset();
  v1::AppointmentRequest& appointment = *input.request.mutable_appointment();
  appointment.set_service_id(kService);
  *appointment.mutable_start_time() = Stamp("2026-12-10T13:00:00Z");
  appointment.set_time_zone("Europe/Prague");
  return input;
}

template <typename Input>
google::protobuf::Value& OptionOf(Input& input, const char* name) {
  return (*input.request.mutable_vendor_options()->mutable_fields())[name];
}

inline HttpResponse Reply(int status, std::string body) { return {status, {}, std::move(body)}; }
inline HttpResponse Ok(std::string body) { return Reply(200, std::move(body)); }
inline HttpResponse Refusal(int status, std::string_view code) {
  return Reply(status, absl::StrCat(R"({"message":"m","details":{"applicationError":{"code":")",
                                    ToAbsl(code), R"(","description":"","data":{}}}})"));
}
inline HttpResponse StaleRevision() {
  return Reply(409, R"({"message":"entity has already changed","details":{}})");
}
inline HttpResponse WithConsistency(HttpResponse response, std::string token) {
  response.headers.push_back({"x-wix-consistent", std::move(token)});
  return response;
}

template <typename T>
ErrorReason ReasonOfPlayed(const testing::Played<T>& played) {
  return ReasonOf(played.answer.status());
}

inline CreatePlan PlanOf(const Connector& connector, const CreateInput& input,
                         const std::vector<HttpResponse>& answers = {}) {
  const auto plan = PlayAnswers(connector, connector.PlanCreate(input), answers).answer;
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(CreatePlan());
}

// What a test changes of a session of a class.
struct Session {
  std::string id = kEvent;
  std::string start = "2026-12-10T13:00:00";
  bool bookable = true;
  std::string place = kPlace;
};

// The answer of v2's event slots.
inline std::string EventSlots(const std::vector<Session>& sessions) {
  std::string slots;
  for (const Session& session : sessions) {
    absl::StrAppend(&slots, slots.empty() ? "" : ",", R"({"serviceId":")", kService,
                    R"(","scheduleId":")", kSchedule, R"(","localStartDate":")", session.start,
                    R"(","localEndDate":"2026-12-10T14:00:00","bookable":)",
                    session.bookable ? "true" : "false", R"(,"location":{"id":")", session.place,
                    R"(","locationType":"BUSINESS"},"eventInfo":{"eventId":")", session.id,
                    R"("}})");
  }
  return absl::StrCat(R"({"timeSlots":[)", slots, R"(],"timeZone":"UTC","pagingMetadata":{}})");
}

// What a test changes of a v2 booking.
struct V2Booking {
  std::string status = "CREATED";
  std::string revision = "1";
  std::string start = "2026-12-10T13:00:00Z";
  std::string mark = kMark;
  std::string tag = "INDIVIDUAL";
  int people = 1;
};

inline std::string V2Entry(const V2Booking& booking = {}) {
  return absl::StrCat(
      R"({"booking":{"id":"b-21","bookedEntity":{"slot":{"serviceId":")", kService,
      R"(","scheduleId":")", kSchedule, R"(","startDate":"2026-12-10T14:00:00.000+01:00",)",
      R"("timezone":"Europe/Prague","resource":{"id":")", kStaff, R"("},"location":{"id":")",
      kPlace, R"(","locationType":"OWNER_BUSINESS"}},"tags":[")", booking.tag,
      R"("]},"contactDetails":{"firstName":"Eva","email":"eva@example.org"},)",
      R"("totalParticipants":)", booking.people, R"(,"status":")", booking.status,
      R"(","createdDate":"2026-11-20T10:00:00.120Z","externalUserId":")", booking.mark,
      R"(","revision":")", booking.revision, R"(","startDate":")", booking.start,
      R"(","endDate":"2026-12-10T14:00:00Z"}})");
}
inline HttpResponse V2Found(const V2Booking& booking = {}) {
  return Ok(Answer("v2", V2Entry(booking)));
}
inline HttpResponse V2Written(const V2Booking& booking = {}) { return Ok(V2Entry(booking)); }

}  // namespace bookings::wix
