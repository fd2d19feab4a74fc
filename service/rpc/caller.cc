// See caller.h.
#include "service/rpc/caller.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/json.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "service/sealing/sealer.h"

namespace bookings {
namespace {

constexpr std::string_view kScheme = "Bearer ";

struct Part {
  std::string connection;
  std::string token;
};

// What a bearer token may hold (RFC 6750 2.1); so it cannot break out of a header.
bool IsTokenCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

std::optional<Part> ParseAuthorization(std::string_view value) {
  const size_t space = value.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view id = value.substr(0, space);
  const std::string_view rest = value.substr(space + 1);
  if (!IsConnectionId(id) || !rest.starts_with(kScheme)) return std::nullopt;
  const std::string_view token = rest.substr(kScheme.size());
  if (token.empty() || token.size() > kMaxVendorTokenBytes) return std::nullopt;
  if (!std::all_of(token.begin(), token.end(), IsTokenCharacter)) return std::nullopt;
  return Part{std::string(id), std::string(token)};
}

// The `sub` of a JWT, unverified.
std::optional<std::string> SubjectOf(std::string_view token) {
  const size_t first = token.find('.');
  const size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  std::string claims;
  if (!absl::WebSafeBase64Unescape(ToAbsl(token.substr(first + 1, second - first - 1)), &claims)) {
    return std::nullopt;
  }
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(claims));
  if (!document.ok()) return std::nullopt;
  const std::optional<std::string_view> subject = document->root()["sub"].AsString();
  if (!subject || subject->empty()) return std::nullopt;
  return std::string(*subject);
}

std::string PrincipalOf(std::string_view token) {
  if (const std::optional<std::string> subject = SubjectOf(token)) return "sub:" + *subject;
  return "token:" + Sha256(token);
}

}  // namespace

absl::StatusOr<Caller> ReadCaller(std::shared_ptr<const CallerGrant> grant,
                                  const std::vector<std::string_view>& vendor_authorizations) {
  Caller caller;
  caller.grant = std::move(grant);
  Violations violations;
  for (size_t i = 0; i < vendor_authorizations.size(); ++i) {
    const std::string path = absl::StrCat("metadata.", kVendorAuthorization, "[", i, "]");
    std::optional<Part> part = ParseAuthorization(vendor_authorizations[i]);
    if (!part) {
      violations.push_back({path, "must be `<connection> Bearer <token>`"});
      continue;
    }
    VendorToken token{PrincipalOf(part->token), Secret(part->token)};
    if (!caller.vendor_tokens.emplace(part->connection, std::move(token)).second) {
      violations.push_back({path, "is a second token for its connection"});
    }
  }
  if (!violations.empty()) return InvalidRequest(violations);
  return caller;
}

std::string PrincipalFingerprint(const Caller& caller,
                                 const std::vector<std::string>& connections) {
  // Each part is hashed by itself, so that no two lists of parts read alike.
  std::string parts = Sha256(caller.grant->principal);
  for (const std::string& id : connections) {
    const auto token = caller.vendor_tokens.find(id);
    if (token == caller.vendor_tokens.end()) continue;
    parts += Sha256(id) + Sha256(token->second.principal);
  }
  return Sha256(parts);
}

std::string ScopeOf(const Caller& caller) {
  return absl::BytesToHexString(ToAbsl(PrincipalFingerprint(caller, {})));
}

std::map<std::string, Secret> TokensFor(const Caller& caller,
                                        const std::vector<std::string>& connections) {
  std::map<std::string, Secret> tokens;
  for (const std::string& id : connections) {
    const auto token = caller.vendor_tokens.find(id);
    if (token != caller.vendor_tokens.end()) tokens.emplace(id, token->second.token);
  }
  return tokens;
}

}  // namespace bookings
