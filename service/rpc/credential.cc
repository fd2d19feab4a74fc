// See credential.h.
#include "service/rpc/credential.h"

#include <optional>

#include "absl/strings/match.h"
#include "connectors/api/text.h"
#include "grpc/grpc_security_constants.h"
#include "service/callers/certificates.h"

namespace bookings {
namespace {

constexpr std::string_view kScheme = "Bearer ";  // in any case (RFC 9110 11.1)
constexpr char kByCertificate[] = "certificate";

std::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

Credential OfToken(const CallerDirectory& callers, std::string_view authorization) {
  if (!absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kScheme))) return {};
  const std::string_view token = authorization.substr(kScheme.size());
  return {callers.FindByToken(token), std::string(IdOfCallerToken(token))};
}

std::vector<std::string> PropertiesOf(const grpc::AuthContext& peer, const char* name) {
  std::vector<std::string> values;
  for (const grpc::string_ref& value : peer.FindPropertyValues(name)) {
    values.emplace_back(View(value));
  }
  return values;
}

// gRPC has verified the certificate when the connection was made, perhaps long ago.
bool IsCurrent(const grpc::AuthContext& peer, absl::Time now) {
  const std::vector<std::string> pem = PropertiesOf(peer, GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (pem.size() != 1) return false;
  const std::optional<absl::Time> expires = ExpiryOf(pem.front());
  return expires && now < *expires;
}

Credential OfCertificate(const CallerDirectory& callers, const grpc::CallbackServerContext& context,
                         absl::Time now) {
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  if (peer == nullptr || !peer->IsPeerAuthenticated()) return {};
  CertificateNames names;
  names.common_names = PropertiesOf(*peer, GRPC_X509_CN_PROPERTY_NAME);
  names.dns = PropertiesOf(*peer, GRPC_PEER_DNS_PROPERTY_NAME);
  names.uris = PropertiesOf(*peer, GRPC_PEER_URI_PROPERTY_NAME);
  std::shared_ptr<const CallerGrant> grant = callers.FindByCertificate(names);
  if (grant == nullptr || !IsCurrent(*peer, now)) return {};
  return {std::move(grant), kByCertificate};
}

}  // namespace

Credential FindCredential(const CallerDirectory& callers,
                          const grpc::CallbackServerContext& context, absl::Time now) {
  const std::vector<std::string_view> authorizations = MetadataOf(context, kAuthorization);
  if (authorizations.size() > 1) return {};
  if (!authorizations.empty()) return OfToken(callers, authorizations.front());
  if (!callers.knows_certificates()) return {};
  return OfCertificate(callers, context, now);
}

std::vector<std::string_view> MetadataOf(const grpc::CallbackServerContext& context,
                                         const char* key) {
  std::vector<std::string_view> values;
  const auto [first, last] = context.client_metadata().equal_range(key);
  for (auto entry = first; entry != last; ++entry) values.push_back(View(entry->second));
  return values;
}

}  // namespace bookings
