// Configurations for tests: a good one, and connectors that need no vendor.
#pragma once

#include <memory>
#include <string>

#include "connectors/registry.h"

namespace bookings {

// A connector of which only the credentials are asked for.
class CredentialsOnlyConnector final : public Connector {
 public:
  explicit CredentialsOnlyConnector(Credentials credentials)
      : credentials_(std::move(credentials)) {}

  std::string_view vendor() const override { return "fake"; }
  std::string_view default_base_url() const override { return "https://vendor.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override { return credentials_; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery&) const override {
    return absl::UnimplementedError("not asked for");
  }
  Step<Page> ListPage(const ListPlan&, std::string_view) const override {
    return absl::UnimplementedError("not asked for");
  }
  absl::Status ExplainFailure(Purpose, const HttpResponse&) const override {
    return absl::UnimplementedError("not asked for");
  }

 private:
  Credentials credentials_;
  v1::Capabilities capabilities_;
};

inline Violations CheckJicooFake(const config::v1::ConnectionConfig& config) {
  if (!config.jicoo().api_key().file().empty() || !config.jicoo().api_key().env().empty()) {
    return {};
  }
  return {{"jicoo.api_key", "is required"}};
}

inline std::unique_ptr<Connector> MakeJicooFake(const config::v1::ConnectionConfig&) {
  return std::make_unique<CredentialsOnlyConnector>(Credentials());
}

inline Violations CheckTiquoFake(const config::v1::ConnectionConfig&) { return {}; }

inline std::unique_ptr<Connector> MakeTiquoFake(const config::v1::ConnectionConfig&) {
  Credentials credentials;
  credentials.kind = Credentials::Kind::kRotatingSession;
  return std::make_unique<CredentialsOnlyConnector>(credentials);
}

// jicoo wants its key, tiquo has a session that rotates.
inline constexpr ConnectorEntry kFakeConnectors[] = {
    {"jicoo", config::v1::ConnectionConfig::kJicoo, CheckJicooFake, MakeJicooFake},
    {"tiquo", config::v1::ConnectionConfig::kTiquo, CheckTiquoFake, MakeTiquoFake},
};

// A good configuration whose secrets stand in the environment variables TOKEN_KEY and API_KEY.
inline constexpr char kGoodConfig[] = R"(
listen: {address: "127.0.0.1:0"}
page_tokens:
  lifetime: 96h
  keys:
    - {id: k1, secret: {env: TOKEN_KEY}}
limits:
  event_loops: 2
  attempt_timeout: 1m30s
connections:
  - id: salon
    display_name: The salon
    time_zone: Europe/Prague
    jicoo: {api_key: {env: API_KEY}}
)";

}  // namespace bookings
