// A Wix site with all traps, and short ways to ask both of its API generations.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "deploy/sandbox/wix/wix_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {

class WixFixture : public SandboxFixture {
 protected:
  static constexpr char kV1Query[] = "/bookings/v1/bookings/query";
  static constexpr char kV1List[] = "/bookings/v1/bookings";
  static constexpr char kV2Query[] = "/_api/bookings-reader/v2/extended-bookings/query";
  static constexpr char kV2Count[] = "/_api/bookings-reader/v2/extended-bookings/count";

  WixFixture() : SandboxFixture(MakeWixVendor()) {}

  void SetUp() override {
    SandboxFixture::SetUp();
    site_ = CreateAccount({{"seed", 7}, {"bookings", 700}});
    UseApiKey();
  }

  void UseApiKey() {
    headers_ = {{"Authorization", site_["api_key"].get<std::string>()},
                {"wix-site-id", site_["site_id"].get<std::string>()}};
  }

  httplib::Result Post(const std::string& path, const std::string& body) {
    return client().Post(path, headers_, body, "application/json");
  }
  httplib::Result Post(const std::string& path, const Json& body) {
    return Post(path, body.dump());
  }

  // The body of a 200; null, with a failure, for everything else.
  Json Ask(const std::string& path, const Json& body) {
    const httplib::Result result = Post(path, body);
    const bool ok = result && result->status == 200;
    EXPECT_TRUE(ok) << body << ": " << (result ? result->body : "no answer");
    return ok ? ParseJson(result->body).value_or(Json()) : Json();
  }

  // The one field violation of a 400.
  Json Violation(const std::string& path, const Json& body) {
    return ViolationIn(Post(path, body));
  }
  static Json ViolationIn(const httplib::Result& result) {
    EXPECT_EQ(result ? result->status : 0, 400) << (result ? result->body : "no answer");
    const Json body = result ? ParseJson(result->body).value_or(Json()) : Json();
    const Json::json_pointer first("/details/validationError/fieldViolations/0");
    return body.contains(first) ? body[first] : Json::object();
  }

  // The application code of an error answer.
  static std::string CodeIn(const httplib::Result& result, int status) {
    EXPECT_EQ(result ? result->status : 0, status) << (result ? result->body : "no answer");
    const Json body = result ? ParseJson(result->body).value_or(Json()) : Json();
    return body.value(Json::json_pointer("/details/applicationError/code"), std::string());
  }

  Json V1(const Json& query) { return Ask(kV1Query, {{"query", query}})["bookingsEntries"]; }
  Json V2(const Json& query) { return Ask(kV2Query, {{"query", query}})["extendedBookings"]; }
  std::int64_t Count(const Json& filter) { return Ask(kV2Count, {{"filter", filter}})["count"]; }

  // The v2 entry of the first row with that trap, with all extras.
  Json V2OfTrap(const std::string& trap) {
    const Json body = {{"query", {{"filter", {{"id", TrapRow(trap)["id"]}}}}},
                       {"withBookingAllowedActions", true},
                       {"withBookingAttendanceInfo", true},
                       {"withBookingConferencingDetails", true},
                       {"withEcomOrder", true}};
    return Ask(kV2Query, body)["extendedBookings"][0];
  }
  Json V1OfTrap(const std::string& trap) {
    return V1(
        {{"filter", {{"bookingId", TrapRow(trap)["id"]}, {"status", AllV1()}}}})[0]["booking"];
  }

  // The model rows as they were when first asked for: a dump costs as much as a whole test.
  const std::vector<Json>& Model() {
    if (model_.empty()) model_ = Rows();
    return model_;
  }

  Json TrapRow(const std::string& trap) {
    for (const Json& row : Model()) {
      if (row["trap"] == trap) return row;
    }
    ADD_FAILURE() << "no row of trap " << trap;
    return {};
  }

  static Json AllV1() {
    return {"UNDEFINED", "PENDING_CHECKOUT", "CONFIRMED", "CANCELED",
            "PENDING",   "PENDING_APPROVAL", "DECLINED"};
  }

  static std::vector<std::string> Ids(const Json& entries) {
    std::vector<std::string> ids;
    for (const Json& entry : entries) ids.push_back(entry["booking"]["id"].get<std::string>());
    return ids;
  }

  template <typename Keep>
  std::set<std::string> ModelIds(Keep keep) {
    std::set<std::string> ids;
    for (const Json& row : Model()) {
      if (keep(row)) ids.insert(row["id"].get<std::string>());
    }
    return ids;
  }

  static std::set<std::string> SetOf(const std::vector<std::string>& ids) {
    return {ids.begin(), ids.end()};
  }

  static std::string Escape(const std::string& text) {
    std::string escaped;
    for (const unsigned char c : text) {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", c);
      escaped += code;
    }
    return escaped;
  }

  httplib::Result List(const Json& filter, const std::string& more = "") {
    return Get(std::string(kV1List) + "?query.filter.stringValue=" + Escape(filter.dump()) + more);
  }

  Json site_;

 private:
  std::vector<Json> model_;
};

}  // namespace bookings::sandbox
