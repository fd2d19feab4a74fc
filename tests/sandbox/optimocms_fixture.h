// What the tests of the simulated OptimoCMS's slots and writes share.
#pragma once

#include <string>
#include <vector>

#include "deploy/sandbox/optimocms/optimocms_api.h"
#include "tests/sandbox/core_write_fixture.h"

namespace bookings::sandbox {

class OptimocmsWriteFixture : public WriteFixture {
 protected:
  static constexpr char kBookings[] = "/v1/sites/site_test/booking/bookings";
  static constexpr char kHaircut[] = "svc_haircut30";
  // A Saturday.
  static constexpr char kDay[] = "2026-12-05";

  OptimocmsWriteFixture() : WriteFixture(MakeOptimocmsVendor()) {
    headers_ = {{"X-Api-Key", "omc_test"}};
  }

  void SetUp() override {
    WriteFixture::SetUp();
    SetNow("2026-12-01T09:20:00Z");
  }

  // At Kim's, so that the slot has a capacity of one.
  static Json Booking(const std::string& start = "14:00") {
    return {{"serviceId", kHaircut},
            {"date", kDay},
            {"startTime", start},
            {"staffId", "stf_kim"},
            {"customer",
             {{"name", "Ada Example"}, {"email", "ada@example.com"}, {"phone", "+31600000001"}}}};
  }

  static Json With(Json object, const std::string& member, const Json& value) {
    object[member] = value;
    return object;
  }

  static Json Without(Json object, const std::string& member) {
    object.erase(member);
    return object;
  }

  Sent Create(const Json& body) { return Send("POST", kBookings, body); }

  std::string CreatedId(const Json& body = Booking()) {
    const Sent created = Create(body);
    EXPECT_EQ(created.status, 201) << created.body;
    return created.status == 201 ? created.body["data"]["id"].get<std::string>() : "";
  }

  Sent SetStatus(const std::string& id, const Json& status) {
    return Send("PATCH", std::string(kBookings) + "/" + id + "/status", {{"status", status}});
  }

  static std::string SlotsPath(const std::string& query) {
    return "/v1/sites/site_test/booking/slots?" + query;
  }

  Json SlotsOn(const std::string& day, const std::string& more = "&staffId=stf_kim",
               const std::string& service = kHaircut) {
    return GetJson(SlotsPath("serviceId=" + service + "&date=" + day + more))["data"];
  }

  static std::vector<std::string> Starts(const Json& slots) {
    std::vector<std::string> starts;
    for (const Json& slot : slots) starts.push_back(slot["startTime"]);
    return starts;
  }

  // Whether Kim is free at that time of kDay.
  bool IsFree(const std::string& start) {
    const Json slots = SlotsOn(kDay);
    for (const Json& slot : slots) {
      if (slot["startTime"] == start) return slot["available"].get<bool>();
    }
    ADD_FAILURE() << "no slot at " << start;
    return false;
  }
};

}  // namespace bookings::sandbox
