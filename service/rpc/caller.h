// Who calls: the caller with what it may do, and the customers' own vendor tokens that come with
// the call. How a caller is known is admission.h.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "service/callers/caller_directory.h"
#include "service/engine/secret.h"

namespace bookings {

// Metadata key, repeatable, each value `<connection> Bearer <token>`.
inline constexpr char kVendorAuthorization[] = "x-vendor-authorization";
// Longest token in bytes: a JWT with many claims; gRPC's metadata bound (server.h) is above it.
inline constexpr size_t kMaxVendorTokenBytes = 8'192;

struct VendorToken {
  // Whom the token acts for, as it says itself (a JWT's `sub`), else a hash of it. Not verified: it
  // only ties page tokens to the customer, whom the vendor verifies with every call.
  std::string principal;
  Secret token;
};

struct Caller {
  // Never null.
  std::shared_ptr<const CallerGrant> grant;
  // By connection id.
  std::map<std::string, VendorToken> vendor_tokens;
};

// With the values of kVendorAuthorization. INVALID_ARGUMENT with all malformed ones; no value is
// repeated in the message.
absl::StatusOr<Caller> ReadCaller(std::shared_ptr<const CallerGrant> grant,
                                  const std::vector<std::string_view>& vendor_authorizations);

// Digest of the principal and of those customers whose tokens the connections use.
std::string PrincipalFingerprint(const Caller& caller, const std::vector<std::string>& connections);
// Whose calls they are, whichever customers they act for: CallContext::caller.
std::string ScopeOf(const Caller& caller);
// The tokens for these connections.
std::map<std::string, Secret> TokensFor(const Caller& caller,
                                        const std::vector<std::string>& connections);

}  // namespace bookings
