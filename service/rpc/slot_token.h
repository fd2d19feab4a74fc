// Slot tokens: what must be known of a slot to book it, sealed with the configured key ring and
// bound to the caller whom the slot was shown to.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/slot.pb.h"
#include "connectors/api/failure.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// As long as the ledger keeps what a request id has booked, unless configured otherwise: a
// repetition with the same token is answered from the ledger, not refused for the token's age.
inline constexpr absl::Duration kSlotTokenLifetime = absl::Hours(7 * 24);
// Longest token that is made or accepted: a slot with a dozen entries of a vendor's own is 1 KiB.
inline constexpr size_t kMaxSlotTokenBytes = 8'192;

// What a token holds, or what is wrong with the field `slot_token`.
struct OpenedSlot {
  std::optional<internal::v1::SlotReference> slot;
  Violations violations;
};

// Who may open a token, and for what.
struct SlotTokenBinding {
  // Connection id.
  std::string connection;
  // SHA-256 digest of the caller's principal.
  std::string principal_fingerprint;
};

// Const and thread-safe. A token is `{key id}.{base64url}`; the key id is authenticated.
class SlotTokens {
 public:
  // The first key seals, all open: at least one.
  explicit SlotTokens(const std::vector<NamedKey>& keys);

  // `slot.connection` is set. RESOURCE_EXHAUSTED / GATEWAY_OVERLOADED where the token would be
  // longer than kMaxSlotTokenBytes.
  absl::StatusOr<std::string> Seal(const internal::v1::SlotReference& slot,
                                   std::string_view principal_fingerprint, absl::Time now) const;
  // Refused are tokens that are not ours, altered, expired, of another connection or caller.
  OpenedSlot Open(std::string_view token, const SlotTokenBinding& binding, absl::Time now) const;

 private:
  const KeyRing ring_;
};

}  // namespace bookings
