// Who may call: finds the caller that a credential belongs to, and says what it may do. Knows
// nothing of gRPC; what is done with the answer is service/rpc/admission.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bookings/config/v1/callers.pb.h"
#include "service/callers/caller_token.h"

namespace bookings {

// What one caller may do. Its tokens and request ids are bound to `principal`.
struct CallerGrant {
  // For the log; empty for anonymous callers.
  std::string name;
  std::string principal;
  bool may_write = false;
  // Ids; no value = all.
  std::optional<std::set<std::string>> connections;
  // Streams at the same time; 0 = as many as any caller.
  int streams = 0;

  bool MaySee(const std::string& connection) const {
    return !connections || connections->contains(connection);
  }
};

// Of everybody, where no policy is configured: everything.
std::shared_ptr<const CallerGrant> AnonymousGrant();

// What a verified client certificate says of its subject.
struct CertificateNames {
  std::vector<std::string> common_names;
  std::vector<std::string> dns;
  std::vector<std::string> uris;
};

// Const and thread-safe; of a checked policy.
class CallerDirectory {
 public:
  explicit CallerDirectory(const config::v1::CallerPolicy& policy);

  // Null where the token is nobody's: as long for one that is not known as for one that is wrong.
  std::shared_ptr<const CallerGrant> FindByToken(std::string_view token) const;
  // Null where the names are nobody's, or several callers'.
  std::shared_ptr<const CallerGrant> FindByCertificate(const CertificateNames& names) const;

  bool knows_certificates() const;

 private:
  using GrantByName = std::map<std::string, std::shared_ptr<const CallerGrant>, std::less<>>;
  struct TokenEntry {
    TokenHash hash;
    std::shared_ptr<const CallerGrant> grant;
  };

  void Add(const config::v1::CallerConfig& caller);

  std::map<std::string, TokenEntry, std::less<>> by_token_id_;
  GrantByName by_common_name_;
  GrantByName by_dns_;
  GrantByName by_uri_;
  // Compared with where there is nothing else to compare with.
  const TokenHash nobodys_;
};

}  // namespace bookings
