// A HostelMate property without history, and short ways to write to it.
#pragma once

#include <atomic>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/hostelmate/hostelmate_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {

class HostelmateFixture : public SandboxFixture {
 protected:
  static constexpr char kBookings[] = "/api/v1/client/bookings";
  static constexpr char kGuests[] = "/api/v1/client/guests";
  static constexpr char kAvailability[] = "/api/v1/get-new-avilablilty";

  HostelmateFixture() : SandboxFixture(MakeHostelmateVendor()) {
    headers_ = {{"X-API-Key", "hm_live_test"}, {"Content-Type", "application/json"}};
  }

  void SetUp() override {
    SandboxFixture::SetUp();
    client().set_tcp_nodelay(true);
    Replace({{"seed", 7}, {"bookings", 0}});
    SetNow("2026-11-20T09:00:00Z");
  }

  void Replace(const Json& spec) { property_ = CreateAccount(spec); }

  // A version 4 UUID of its own.
  std::string NewId() { return absl::StrFormat("%08x-0000-4000-8000-000000000000", ++last_id_); }

  Json RoomNamed(const std::string& name) {
    for (const Json& room : property_["rooms"]) {
      if (room["name"] == name) return room;
    }
    ADD_FAILURE() << "no room " << name;
    return {};
  }
  std::string RoomId(const std::string& name) { return RoomNamed(name)["id"].get<std::string>(); }

  static Json Nights(const std::vector<std::string>& dates) {
    Json list = Json::array();
    for (const std::string& date : dates) list.push_back({{"date", date}, {"amount", 2700}});
    return list;
  }

  Json CreateBody(const std::string& room, const std::vector<std::string>& dates) {
    return {
        {"booking", {{"id", NewId()}, {"dates", Nights(dates)}}},
        {"room", RoomId(room)},
        {"guest", {{"first_name", "Ana"}, {"last_name", "Silva"}, {"email", "ana@example.com"}}}};
  }

  // With a fresh Idempotency-Key unless one is given.
  httplib::Result Send(const std::string& method, const std::string& path, const Json& body,
                       const std::string& key = "") {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.headers = headers_;
    request.headers.emplace("Idempotency-Key", key.empty() ? NewId() : key);
    request.body = body.is_string() ? body.get<std::string>() : body.dump();
    return client().send(request);
  }
  httplib::Result Post(const std::string& path, const Json& body, const std::string& key = "") {
    return Send("POST", path, body, key);
  }

  // The body of an answer that must have this status.
  static Json BodyOf(const httplib::Result& result, int status) {
    EXPECT_EQ(result ? result->status : 0, status) << (result ? result->body : "no answer");
    return result ? ParseJson(result->body).value_or(Json()) : Json();
  }
  static std::string CodeOf(const httplib::Result& result, int status) {
    const Json body = BodyOf(result, status);
    return body.is_object() ? body.value("code", "") : "";
  }

  // Books and answers the booking's id.
  std::string Book(const std::string& room, const std::vector<std::string>& dates) {
    return BodyOf(Post(kBookings, CreateBody(room, dates)), 201).value("bookingId", "");
  }

  static std::string Path(const std::string& id) { return std::string(kBookings) + "/" + id; }
  httplib::Result Update(const std::string& id, const Json& body) {
    return Post(Path(id) + "/update", body);
  }
  httplib::Result Patch(const std::string& id, const Json& body) {
    return Send("PATCH", Path(id), body);
  }

  std::vector<Json> Journal() {
    std::vector<Json> entries;
    std::istringstream lines(JournalText());
    for (std::string line; std::getline(lines, line);) entries.push_back(Json::parse(line));
    return entries;
  }

  Json property_;

 private:
  // One line is a JSON object of its own, several are none: the fixture hands those on as text.
  std::string JournalText() {
    const Json answer = Control("GET", "/journal");
    return answer.is_string() ? answer.get<std::string>() : answer.dump();
  }

  std::atomic<unsigned> last_id_ = 0;
};

}  // namespace bookings::sandbox
