// How a connection proves to its vendor who it is. A connector only describes it: the secrets
// themselves are kept and attached by the authorized sender (service/engine/authorized_sender.h).
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

struct Credentials {
  enum class Kind {
    // `secret` itself is sent with every request.
    kStaticSecret,
    // `secret` is exchanged for access tokens, which are sent (Connector::ExchangeTokens).
    kExchangedSecret,
    // `secret` is the first refresh token of a session; each exchange replaces it, the newest is in
    // the session store.
    kRotatingSession,
    // No secret of our own: every call must bring a token.
    kCallerToken,
  };
  Kind kind = Kind::kStaticSecret;
  // The header that carries the secret or access token, as `prefix` + value.
  std::string header;
  std::string prefix;
  // Where the secret is configured.
  config::v1::Secret secret;
  // Not secret, sent with every authorized request (Wix: wix-site-id).
  std::vector<Header> plain_headers;
  // Whether a call may bring a customer's token of its own, which then replaces ours.
  bool accepts_caller_token = false;
};

// What a vendor gave for a secret.
struct Tokens {
  std::string access_token;
  // Replaces the secret that was used, for kRotatingSession; else empty.
  std::string refresh_token;
  // How long the access token lives from now on.
  absl::Duration lifetime;
};

}  // namespace bookings
