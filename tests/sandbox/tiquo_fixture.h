// A Tiquo account with 300 own bookings and 100 of other customers, and its two credentials.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "deploy/sandbox/tiquo/tiquo_api.h"
#include "tests/sandbox/sandbox_fixture.h"

namespace bookings::sandbox {

class TiquoFixture : public SandboxFixture {
 protected:
  static constexpr char kClient[] = "/api/client/v1";
  static constexpr char kAdmin[] = "/api/v1";

  TiquoFixture() : SandboxFixture(MakeTiquoVendor()) {}

  void SetUp() override {
    SandboxFixture::SetUp();
    account_ = CreateAccount({{"seed", 7}, {"bookings", 300}, {"foreign_bookings", 100}});
    Use("access_token");
  }

  // The credential of the account's description that is sent from here on.
  void Use(const std::string& credential) {
    headers_ = {{"Authorization", "Bearer " + account_[credential].get<std::string>()}};
  }

  static bool IsOwn(const Json& row) { return row["customer"] == 0; }

  // The first model row of a trap, changed rows included.
  Json TrapRow(const std::string& trap) {
    for (const Json& row : Rows()) {
      if (row["trap"] == trap) return row;
    }
    ADD_FAILURE() << "no row of trap " << trap;
    return {};
  }

  // The error text of an answer that must have this status.
  std::string Error(const std::string& target, int status) {
    const httplib::Result result = Get(target);
    EXPECT_EQ(result ? result->status : 0, status) << target;
    const Json body = result ? ParseJson(result->body).value_or(Json()) : Json();
    EXPECT_EQ(body.value("success", Json()), false) << body;
    return body.value("error", "");
  }

  Json account_;
};

}  // namespace bookings::sandbox
