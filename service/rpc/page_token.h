// Page tokens: the position of a stream, sealed with the configured key ring and bound to the
// request, the connections that it reads and the caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/page_token.pb.h"
#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// Longest token that is made or accepted.
inline constexpr size_t kMaxTokenBytes = 65'536;

// What a token belongs to. Both are SHA-256 digests.
struct TokenBinding {
  std::string request_fingerprint;
  std::string principal_fingerprint;
};

// Over all fields of the request but page_token and page_size, with the connections as resolved.
std::string RequestFingerprint(const v1::ListBookingsRequest& request,
                               const std::vector<std::string>& connections);
std::string RequestFingerprint(const v1::ListSlotsRequest& request);

// Const and thread-safe. A token is `{key id}.{base64url}`; the key id is authenticated. Tokens of
// one kind of stream do not open as another's.
class PageTokens {
 public:
  // The first key seals, all open: at least one. A token can be used for `lifetime`.
  PageTokens(const std::vector<NamedKey>& keys, absl::Duration lifetime);

  // Adds binding and expiry to the position and seals it. RESOURCE_EXHAUSTED where the token would
  // be longer than kMaxTokenBytes.
  absl::StatusOr<std::string> Seal(internal::v1::PageTokenState position,
                                   const TokenBinding& binding, absl::Time now) const;
  absl::StatusOr<std::string> Seal(internal::v1::SlotPageState position,
                                   const TokenBinding& binding, absl::Time now) const;
  // PAGE_TOKEN_INVALID: not ours, altered, expired. PAGE_TOKEN_MISMATCH: of another request,
  // connection set or caller.
  absl::StatusOr<internal::v1::PageTokenState> Open(std::string_view token,
                                                    const TokenBinding& binding,
                                                    absl::Time now) const;
  absl::StatusOr<internal::v1::SlotPageState> OpenSlots(std::string_view token,
                                                        const TokenBinding& binding,
                                                        absl::Time now) const;

 private:
  template <typename State>
  absl::StatusOr<std::string> SealState(State state, const TokenBinding& binding,
                                        absl::Time now) const;
  template <typename State>
  absl::StatusOr<State> OpenState(std::string_view token, const TokenBinding& binding,
                                  absl::Time now) const;

  const KeyRing ring_;
  const absl::Duration lifetime_;
};

}  // namespace bookings
