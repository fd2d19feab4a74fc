// One simulated vendor on free ports, with what its tests ask of it: accounts, model rows,
// switches, faults. Not for the gateway's own tests, which start the sandbox's program.
#pragma once

#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/sandbox.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "httplib.h"

namespace bookings::sandbox {

class SandboxFixture : public testing::Test {
 protected:
  explicit SandboxFixture(std::unique_ptr<Vendor> vendor)
      : vendor_(vendor->name()), sandbox_(ListOf(std::move(vendor))) {}

  void SetUp() override {
    ASSERT_TRUE(sandbox_.Start({}).ok());
    const Json addresses = sandbox_.Addresses();
    control_ = std::make_unique<httplib::Client>(addresses["control"].get<std::string>());
    url_ = addresses[vendor_].get<std::string>();
    client_ = std::make_unique<httplib::Client>(url_);
    client_->set_keep_alive(true);
    CreateAccount({{"seed", 7}, {"bookings", 300}});
  }

  // Replaces the account that all the others speak of, and lifts its limit.
  Json CreateAccount(const Json& spec) {
    const Json description = Control("PUT", "", spec);
    SetRateScale(0);
    return description;
  }

  // `resource` is what follows /accounts/{account}: "/switches".
  Json Control(const std::string& method, const std::string& resource, const Json& body = {}) {
    httplib::Request request;
    request.method = method;
    request.path = "/__sandbox/" + vendor_ + "/accounts/test" + resource;
    request.body = body.is_null() ? "" : body.dump();
    const httplib::Result result = control_->send(request);
    if (!result) return {{"error", "no answer"}};
    return ParseJson(result->body).value_or(Json(result->body));
  }

  // The model rows, in the order of their slots.
  std::vector<Json> Rows() {
    std::vector<Json> rows;
    const httplib::Result result =
        control_->Get("/__sandbox/" + vendor_ + "/accounts/test/bookings");
    std::istringstream lines(result ? result->body : "");
    for (std::string line; std::getline(lines, line);) rows.push_back(Json::parse(line));
    return rows;
  }

  void SetSwitch(const std::string& name, const std::string& value) {
    const Json answer = Control("PUT", "/switches", {{name, value}});
    EXPECT_FALSE(answer.is_object() && answer.contains("error")) << answer;
  }
  void SetFault(const Json& fault) { Control("PUT", "/faults", Json::array({fault})); }
  void SetRateScale(int scale) { Control("PUT", "/rate_limit", {{"scale", scale}}); }
  void SetNow(const Json& now) {
    control_->Put("/__sandbox/now", Json({{"now", now}}).dump(), "application/json");
  }

  httplib::Result Get(const std::string& target) { return client_->Get(target, headers_); }

  // The body of a 200; null, with a failure, for everything else.
  Json GetJson(const std::string& target) {
    const httplib::Result result = Get(target);
    const bool ok = result && result->status == 200;
    EXPECT_TRUE(ok) << target << ": " << (result ? result->body : "no answer");
    return ok ? ParseJson(result->body).value_or(Json()) : Json();
  }

  int GetStatus(const std::string& target) {
    const httplib::Result result = Get(target);
    return result ? result->status : 0;
  }

  // Requests whose credential belongs to no account.
  Json StrangersLog() {
    const httplib::Result result = control_->Get("/__sandbox/" + vendor_ + "/requests");
    return result ? Json::parse(result->body) : Json();
  }

  // The ids of the model rows that pass `keep`.
  template <typename Keep>
  std::set<std::string> ModelIds(Keep keep) {
    std::set<std::string> ids;
    for (const Json& row : Rows()) {
      if (keep(row)) ids.insert(row["id"].get<std::string>());
    }
    return ids;
  }

  // The ids of served bookings.
  static std::set<std::string> Ids(const Json& list) {
    std::set<std::string> ids;
    for (const Json& booking : list) ids.insert(booking["id"].get<std::string>());
    return ids;
  }

  // Every byte percent-encoded.
  static std::string Escape(const std::string& text) {
    std::string escaped;
    for (const unsigned char c : text) {
      char code[4];
      std::snprintf(code, sizeof code, "%%%02X", c);
      escaped += code;
    }
    return escaped;
  }

  httplib::Client& client() { return *client_; }
  const std::string& url() const { return url_; }

  // Sent with each Get: the credential.
  httplib::Headers headers_;

 private:
  static std::vector<std::unique_ptr<Vendor>> ListOf(std::unique_ptr<Vendor> vendor) {
    std::vector<std::unique_ptr<Vendor>> vendors;
    vendors.push_back(std::move(vendor));
    return vendors;
  }

  const std::string vendor_;
  Sandbox sandbox_;
  std::string url_;
  std::unique_ptr<httplib::Client> control_;
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace bookings::sandbox
