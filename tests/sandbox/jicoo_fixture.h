// What the tests of the simulated Jicoo's slots and writes share.
#pragma once

#include <string>
#include <vector>

#include "deploy/sandbox/jicoo/jicoo_api.h"
#include "tests/sandbox/core_write_fixture.h"

namespace bookings::sandbox {

class JicooWriteFixture : public WriteFixture {
 protected:
  static constexpr char kLesson[] = "b7Yw-1QeRt5u";
  static constexpr char kGroup[] = "gRp-5Lesson_A";
  static constexpr char kNight[] = "n1ght-Line_00";
  // Saturday, 10:00 in Tokyo.
  static constexpr char kFree[] = "2026-11-21T01:00:00.000Z";
  static constexpr char kLater[] = "2026-11-21T02:00:00.000Z";

  JicooWriteFixture() : WriteFixture(MakeJicooVendor()) {
    headers_ = {{"X-Jicoo-Api-Key", "sk_live_test"}};
  }

  void SetUp() override {
    WriteFixture::SetUp();
    SetNow("2026-11-20T09:00:00Z");
  }

  static Json Booking(const std::string& type = kLesson, const std::string& start = kFree) {
    return {{"eventTypeId", type},         {"startedAt", start},  {"timeZone", "Asia/Tokyo"},
            {"email", "mika@example.com"}, {"name", "Mika Sato"}, {"locationId", "googleMeet"}};
  }

  static Json With(Json object, const std::string& member, const Json& value) {
    object[member] = value;
    return object;
  }

  Sent Create(const Json& body) { return Send("POST", "/v1/bookings", body); }

  std::string CreatedUid(const Json& body = Booking()) {
    const Sent created = Create(body);
    EXPECT_EQ(created.status, 201) << created.body;
    return created.status == 201 ? created.body["data"]["uid"].get<std::string>() : "";
  }

  static std::string SlotsPath(const std::string& type, const std::string& from,
                               const std::string& to) {
    return "/v1/event_types/" + type + "/available_schedules?periodStart=" + from +
           "&periodEnd=" + to;
  }

  // The starts of the free slots.
  std::vector<std::string> Starts(const std::string& type, const std::string& from,
                                  const std::string& to) {
    std::vector<std::string> starts;
    const Json answer = GetJson(SlotsPath(type, from, to));
    for (const Json& slot : answer["data"]) starts.push_back(slot["startedAt"]);
    return starts;
  }

  // The room left at kFree; -1 where the slot is not listed.
  int64_t RoomAtFree(const std::string& type) {
    const Json slots = GetJson(SlotsPath(type, kFree, "2026-11-21T01:00:01.000Z"))["data"];
    return slots.empty() ? -1 : slots[0]["remainingCapacity"].get<int64_t>();
  }
};

}  // namespace bookings::sandbox
