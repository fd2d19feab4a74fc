// See caller_directory.h.
#include "service/callers/caller_directory.h"

#include <utility>

namespace bookings {
namespace {

using config::v1::CallerConfig;

// A caller that is called so is somebody else than the anonymous one.
constexpr char kNamed[] = "caller:";
constexpr char kAnonymous[] = "anonymous";
constexpr char kReadAndWrite[] = "read_and_write";

std::shared_ptr<const CallerGrant> GrantOf(const CallerConfig& caller) {
  auto grant = std::make_shared<CallerGrant>();
  grant->name = caller.name();
  grant->principal = kNamed + caller.name();
  grant->may_write = caller.access() == kReadAndWrite;
  if (!caller.all_connections()) {
    grant->connections.emplace(caller.connections().begin(), caller.connections().end());
  }
  grant->streams = caller.limits().streams();
  return grant;
}

}  // namespace

std::shared_ptr<const CallerGrant> AnonymousGrant() {
  auto grant = std::make_shared<CallerGrant>();
  grant->principal = kAnonymous;
  grant->may_write = true;
  return grant;
}

CallerDirectory::CallerDirectory(const config::v1::CallerPolicy& policy)
    : nobodys_(TokenHash::Of("", std::string(kCallerTokenSaltBytes, '\0'))) {
  for (const CallerConfig& caller : policy.callers()) Add(caller);
}

void CallerDirectory::Add(const CallerConfig& caller) {
  const std::shared_ptr<const CallerGrant> grant = GrantOf(caller);
  for (const config::v1::CallerToken& token : caller.tokens()) {
    std::optional<TokenHash> hash = TokenHash::Parse(token.salted_sha256());
    if (hash) by_token_id_.emplace(token.id(), TokenEntry{*std::move(hash), grant});
  }
  for (const config::v1::CallerCertificate& certificate : caller.certificates()) {
    if (!certificate.common_name().empty()) {
      by_common_name_.emplace(certificate.common_name(), grant);
    }
    if (!certificate.dns().empty()) by_dns_.emplace(certificate.dns(), grant);
    if (!certificate.uri().empty()) by_uri_.emplace(certificate.uri(), grant);
  }
}

std::shared_ptr<const CallerGrant> CallerDirectory::FindByToken(std::string_view token) const {
  const auto entry = by_token_id_.find(IdOfCallerToken(token));
  const bool known = entry != by_token_id_.end();
  const bool matches = (known ? entry->second.hash : nobodys_).Matches(token);
  return known && matches ? entry->second.grant : nullptr;
}

std::shared_ptr<const CallerGrant> CallerDirectory::FindByCertificate(
    const CertificateNames& names) const {
  std::set<std::shared_ptr<const CallerGrant>> found;
  const auto look_up = [&found](const std::vector<std::string>& candidates,
                                const GrantByName& known) {
    for (const std::string& name : candidates) {
      if (const auto entry = known.find(name); entry != known.end()) found.insert(entry->second);
    }
  };
  look_up(names.common_names, by_common_name_);
  look_up(names.dns, by_dns_);
  look_up(names.uris, by_uri_);
  return found.size() == 1 ? *found.begin() : nullptr;
}

bool CallerDirectory::knows_certificates() const {
  return !by_common_name_.empty() || !by_dns_.empty() || !by_uri_.empty();
}

}  // namespace bookings
