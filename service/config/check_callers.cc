// See check_callers.h.
#include "service/config/check_callers.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "connectors/api/names.h"
#include "service/callers/caller_token.h"
#include "service/config/nearest_name.h"

namespace bookings {
namespace {

using config::v1::CallerCertificate;
using config::v1::CallerConfig;
using config::v1::CallerToken;

// A token that is coming and one that is going, for a few who share a caller.
constexpr int kMaxCredentials = 16;
// As limits.streams_per_caller.
constexpr int kMaxStreams = 1'000'000;

std::string CallerElement(const std::string& list, int index) {
  return absl::StrCat(list, "[", index, "]");
}

// Checks the callers of one policy.
class Checker {
 public:
  explicit Checker(const config::v1::GatewayConfig& config)
      : certificates_asked_for_(!config.listen().tls().client_ca_file().empty()) {
    for (const auto& connection : config.connections()) connections_.insert(connection.id());
  }

  void Check(const CallerConfig& caller, const std::string& path) {
    if (!IsConnectionId(caller.name())) {
      Report(path + ".name", "must match [a-z][a-z0-9-]{0,62}");
    } else {
      Once("name:" + caller.name(), path + ".name");
    }
    CheckCredentials(caller, path);
    CheckConnections(caller, path);
    if (!caller.access().empty() && caller.access() != "read" &&
        caller.access() != "read_and_write") {
      Report(path + ".access", "must be read or read_and_write");
    }
    if (caller.limits().streams() < 0 || caller.limits().streams() > kMaxStreams) {
      Report(path + ".limits.streams", absl::StrCat("must be between 1 and ", kMaxStreams));
    }
  }

  Violations Take() && { return std::move(out_); }

 private:
  void CheckCredentials(const CallerConfig& caller, const std::string& path) {
    if (caller.tokens().empty() && caller.certificates().empty()) {
      Report(path, "needs tokens or certificates: nobody could be this caller");
    }
    CheckCount(caller.tokens_size(), path + ".tokens");
    CheckCount(caller.certificates_size(), path + ".certificates");
    for (int i = 0; i < caller.tokens_size(); ++i) {
      CheckToken(caller.tokens(i), CallerElement(path + ".tokens", i));
    }
    for (int i = 0; i < caller.certificates_size(); ++i) {
      CheckCertificate(caller.certificates(i), CallerElement(path + ".certificates", i));
    }
    if (!caller.certificates().empty() && !certificates_asked_for_) {
      Report(path + ".certificates", "need listen.tls.client_ca_file in the configuration");
    }
  }

  void CheckCount(int count, const std::string& path) {
    if (count > kMaxCredentials) {
      Report(path, absl::StrCat("must not be more than ", kMaxCredentials));
    }
  }

  void CheckToken(const CallerToken& token, const std::string& path) {
    if (!IsCallerTokenId(token.id())) {
      Report(path + ".id", "must be 12 characters of 0-9 and a-f, as --make_token prints them");
    } else {
      Once("token:" + token.id(), path + ".id");
    }
    if (!TokenHash::Parse(token.salted_sha256())) {
      Report(path + ".salted_sha256", "must be a hash as --make_token prints it");
    }
  }

  void CheckCertificate(const CallerCertificate& certificate, const std::string& path) {
    const std::vector<std::string> names = {certificate.common_name(), certificate.dns(),
                                            certificate.uri()};
    int set = 0;
    for (size_t kind = 0; kind < names.size(); ++kind) {
      if (names[kind].empty()) continue;
      ++set;
      Once(absl::StrCat("certificate:", kind, ":", names[kind]), path);
    }
    if (set != 1) Report(path, "needs exactly one of common_name, dns, uri");
  }

  void CheckConnections(const CallerConfig& caller, const std::string& path) {
    if (caller.all_connections() == !caller.connections().empty()) {
      Report(path, "needs either connections or all_connections: true");
    }
    for (int i = 0; i < caller.connections_size(); ++i) {
      const std::string& id = caller.connections(i);
      if (connections_.contains(id)) continue;
      const std::string nearest = NearestName(id, {connections_.begin(), connections_.end()});
      Report(CallerElement(path + ".connections", i),
             nearest.empty() ? "is no connection of the configuration"
                             : absl::StrCat("is no connection of the configuration; did you mean `",
                                            nearest, "`?"));
    }
  }

  // What must not be said twice in a policy.
  void Once(const std::string& key, const std::string& path) {
    const auto [first, fresh] = seen_.emplace(key, path);
    if (!fresh) Report(path, absl::StrCat("is the same as ", first->second));
  }

  void Report(const std::string& path, std::string problem) {
    out_.push_back({path, std::move(problem)});
  }

  const bool certificates_asked_for_;
  std::set<std::string> connections_;
  std::map<std::string, std::string> seen_;
  Violations out_;
};

}  // namespace

Violations CheckCallers(const config::v1::CallerPolicy& policy,
                        const config::v1::GatewayConfig& config) {
  if (policy.callers().empty()) return {{"callers", "needs at least one caller"}};
  Checker checker(config);
  for (int i = 0; i < policy.callers_size(); ++i) {
    checker.Check(policy.callers(i), CallerElement("callers", i));
  }
  return std::move(checker).Take();
}

}  // namespace bookings
