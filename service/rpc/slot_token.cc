// See slot_token.h.
#include "service/rpc/slot_token.h"

#include <utility>

#include "connectors/api/time.h"

namespace bookings {
namespace {

using internal::v1::SlotTokenState;

// Keys that are derived for slot tokens serve nothing else.
constexpr char kSlotPurpose[] = "bookings.gateway slot token 1";

OpenedSlot RefuseSlotToken(const char* problem) {
  return {std::nullopt, {{"slot_token", problem}}};
}

}  // namespace

SlotTokens::SlotTokens(const std::vector<NamedKey>& keys) : ring_(keys, kSlotPurpose) {}

absl::StatusOr<std::string> SlotTokens::Seal(const internal::v1::SlotReference& slot,
                                             std::string_view principal_fingerprint,
                                             absl::Time now) const {
  SlotTokenState state;
  *state.mutable_slot() = slot;
  state.set_principal_fingerprint(std::string(principal_fingerprint));
  SetTimestamp(now + kSlotTokenLifetime, state.mutable_expire_time());
  std::optional<std::string> token = ring_.SealText(state.SerializeAsString(), "");
  if (!token) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the slot token cannot be sealed");
  }
  if (token->size() > kMaxSlotTokenBytes) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_GATEWAY_OVERLOADED,
                       "the slot token would be too long");
  }
  return *std::move(token);
}

OpenedSlot SlotTokens::Open(std::string_view token, const SlotTokenBinding& binding,
                            absl::Time now) const {
  if (token.size() > kMaxSlotTokenBytes) return RefuseSlotToken("is no token of this gateway");
  const std::optional<std::string> plain = ring_.OpenText(token, "");
  SlotTokenState state;
  if (!plain || !state.ParseFromString(*plain))
    return RefuseSlotToken("is no token of this gateway");
  if (FromTimestamp(state.expire_time()) <= now)
    return RefuseSlotToken("has expired: list the slots again");
  if (state.principal_fingerprint() != binding.principal_fingerprint) {
    return RefuseSlotToken("belongs to another caller");
  }
  if (state.slot().connection() != binding.connection) {
    return RefuseSlotToken("belongs to another connection");
  }
  return {std::move(*state.mutable_slot()), {}};
}

}  // namespace bookings
