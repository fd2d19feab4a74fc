// A Wix site without history, and short ways to book at it in both generations.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "tests/sandbox/wix_fixture.h"

namespace bookings::sandbox {

class WixWriteFixture : public WixFixture {
 protected:
  static constexpr char kBookings[] = "/_api/bookings-service/v2/bookings";
  static constexpr char kV1Book[] = "/bookings/v1/bookings/book";
  // Thursday; the site's clocks are an hour ahead of UTC.
  static constexpr char kNow[] = "2026-12-03T07:00:00Z";

  void SetUp() override {
    SandboxFixture::SetUp();
    client().set_tcp_nodelay(true);
    Replace({{"seed", 7}, {"bookings", 0}});
    SetNow(kNow);
  }

  void Replace(const Json& spec) {
    site_ = CreateAccount(spec);
    UseApiKey();
  }

  const Json& ServiceNamed(const std::string& name) {
    for (const Json& service : site_["services"]) {
      if (service["name"] == name) return service;
    }
    ADD_FAILURE() << "no service " << name;
    return site_;
  }

  // A slot of "Back massage" (one staff member, 60 minutes, no approval) unless named otherwise.
  Json SlotAt(const std::string& start, const std::string& end,
              const std::string& name = "Back massage") {
    const Json& service = ServiceNamed(name);
    return {{"serviceId", service["id"]},
            {"scheduleId", service["schedule_id"]},
            {"startDate", start},
            {"endDate", end},
            {"timezone", "Europe/Prague"},
            {"resource", {{"id", service["staff"][0]["id"]}}},
            {"location", {{"locationType", service["location"]["locationType"]}}}};
  }
  Json Nine() { return SlotAt("2026-12-10T09:00:00", "2026-12-10T10:00:00"); }
  Json Ten() { return SlotAt("2026-12-10T10:00:00", "2026-12-10T11:00:00"); }

  static Json Body(const Json& slot, int participants = 1) {
    return {{"booking",
             {{"bookedEntity", {{"slot", slot}}},
              {"contactDetails", {{"firstName", "Eva"}, {"email", "eva@example.org"}}},
              {"totalParticipants", participants},
              {"selectedPaymentOption", "OFFLINE"},
              {"externalUserId", "crm-1"}}}};
  }

  // The booking of a 200.
  Json Create(const Json& slot, int participants = 1) {
    return Ask(kBookings, Body(slot, participants))["booking"];
  }
  std::string Refused(const Json& body, int status = 428) {
    return CodeIn(Post(kBookings, body), status);
  }
  static std::string Path(const Json& booking, const std::string& verb) {
    return std::string(kBookings) + "/" + booking["id"].get<std::string>() + "/" + verb;
  }
  // With the revision of `booking`, and more members.
  httplib::Result Do(const Json& booking, const std::string& verb, const Json& more = {}) {
    Json body = {{"revision", booking["revision"]}};
    if (!more.is_null()) body.update(more);
    return Post(Path(booking, verb), body);
  }
  Json Done(const Json& booking, const std::string& verb, const Json& more = {}) {
    const httplib::Result result = Do(booking, verb, more);
    EXPECT_EQ(result ? result->status : 0, 200) << (result ? result->body : "no answer");
    return ParseJson(result->body).value_or(Json())["booking"];
  }
  httplib::Result ConfirmOrDecline(const Json& booking, const Json& body = Json::object()) {
    return Post(
        "/bookings/v2/confirmation/" + booking["id"].get<std::string>() + ":confirmOrDecline",
        body);
  }
  std::string OutcomeOf(const Json& booking, const Json& body = Json::object()) {
    const httplib::Result result = ConfirmOrDecline(booking, body);
    EXPECT_EQ(result ? result->status : 0, 200) << (result ? result->body : "no answer");
    return ParseJson(result->body).value_or(Json())["booking"].value("status", "");
  }

  // The sessions of a class in these local times, as Time Slots tell them.
  Json Events(const std::string& name, const std::string& from, const std::string& to) {
    return Ask("/_api/service-availability/v2/time-slots/event",
               {{"serviceIds", {ServiceNamed(name)["id"]}},
                {"fromLocalDate", from},
                {"toLocalDate", to}})["timeSlots"];
  }
  std::string FirstEvent(const std::string& name) {
    const Json events = Events(name, "2026-12-05T00:00:00", "2026-12-19T00:00:00");
    return events[0]["eventInfo"]["eventId"].get<std::string>();
  }

  std::vector<Json> Journal() {
    const Json answer = Control("GET", "/journal");
    std::vector<Json> entries;
    std::istringstream lines(answer.is_string() ? answer.get<std::string>() : answer.dump());
    for (std::string line; std::getline(lines, line);) entries.push_back(Json::parse(line));
    return entries;
  }
};

}  // namespace bookings::sandbox
