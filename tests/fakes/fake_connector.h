// A connector whose vendor is plain: failures mean what their HTTP status says, and tokens come in
// a line of text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "connectors/api/connector.h"

namespace bookings {

class FakeConnector final : public Connector {
 public:
  FakeConnector() = default;
  explicit FakeConnector(Credentials credentials) : credentials_(std::move(credentials)) {}
  FakeConnector(v1::Capabilities capabilities, RateLimitScope scope)
      : capabilities_(std::move(capabilities)), scope_(scope) {}

  std::string_view vendor() const override { return "plain"; }
  std::string_view default_base_url() const override { return "https://plain.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  RateLimitScope rate_limit_scope() const override { return scope_; }
  Credentials credentials() const override { return credentials_; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery&) const override { return ListPlan(); }
  Step<Page> ListPage(const ListPlan&, std::string_view) const override { return Page(); }

  // The answer's body is `<access token> <seconds> <refresh token>`, the last one may be missing.
  Step<Tokens> ExchangeTokens(std::string_view secret) const override {
    HttpRequest request;
    request.method = HttpMethod::kPost;
    request.target = "/token";
    request.body = secret;
    request.purpose = Purpose::kExchangeTokens;
    request.authorization = Authorization::kNone;
    return {std::move(request), &FakeConnector::ReadTokens};
  }

  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    VendorRefusal refusal;
    refusal.http_status = response.status;
    refusal.retry_after = ReadRetryAfter(response);
    return ExplainHttpStatus(purpose, refusal);
  }

 private:
  static Step<Tokens> ReadTokens(HttpResponse response) {
    const std::vector<std::string> words = absl::StrSplit(response.body, ' ');
    int64_t seconds = 0;
    if (words.size() < 2 || !absl::SimpleAtoi(words[1], &seconds)) {
      return ResponseInvalid("the answer holds no token");
    }
    return Tokens{words[0], words.size() > 2 ? words[2] : "", absl::Seconds(seconds)};
  }

  v1::Capabilities capabilities_;
  Credentials credentials_;
  RateLimitScope scope_ = RateLimitScope::kAccount;
};

}  // namespace bookings
