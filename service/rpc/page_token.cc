// See page_token.h.
#include "service/rpc/page_token.h"

#include <optional>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "connectors/api/time.h"
#include "service/rpc/canonical_bytes.h"

namespace bookings {
namespace {

using internal::v1::PageTokenState;
using internal::v1::SlotPageState;

// Keys that are derived for page tokens serve nothing else. The number tells positions apart that
// mean different things.
constexpr char kPurpose[] = "bookings.gateway page token 2";

// Tells the kinds of streams apart; authenticated.
template <typename State>
constexpr std::string_view kLabel = "";
template <>
constexpr std::string_view kLabel<SlotPageState> = "slots";

absl::Status Refuse(v1::ErrorReason reason, const char* problem) {
  return InvalidRequest({{"page_token", problem}}, reason);
}

absl::Status NotOurs() {
  return Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "is no token of this gateway");
}

template <typename State>
absl::Status CheckBinding(const State& state, const TokenBinding& binding) {
  constexpr auto kMismatch = v1::ERROR_REASON_PAGE_TOKEN_MISMATCH;
  if (state.principal_fingerprint() != binding.principal_fingerprint) {
    return Refuse(kMismatch, "belongs to another caller");
  }
  if (state.request_fingerprint() != binding.request_fingerprint) {
    return Refuse(kMismatch, "belongs to a request with other fields or connections");
  }
  return absl::OkStatus();
}

}  // namespace

std::string RequestFingerprint(const v1::ListBookingsRequest& request,
                               const std::vector<std::string>& connections) {
  v1::ListBookingsRequest bound = request;
  bound.clear_page_token();
  bound.clear_page_size();
  bound.clear_connections();
  for (const std::string& id : connections) bound.add_connections(ConnectionName(id));
  return Sha256(CanonicalBytes(bound));
}

std::string RequestFingerprint(const v1::ListSlotsRequest& request) {
  v1::ListSlotsRequest bound = request;
  bound.clear_page_token();
  bound.clear_page_size();
  return Sha256(CanonicalBytes(bound));
}

PageTokens::PageTokens(const std::vector<NamedKey>& keys, absl::Duration lifetime)
    : ring_(keys, kPurpose), lifetime_(lifetime) {}

template <typename State>
absl::StatusOr<std::string> PageTokens::SealState(State state, const TokenBinding& binding,
                                                  absl::Time now) const {
  state.set_request_fingerprint(binding.request_fingerprint);
  state.set_principal_fingerprint(binding.principal_fingerprint);
  SetTimestamp(now + lifetime_, state.mutable_expire_time());
  std::optional<std::string> token = ring_.SealText(state.SerializeAsString(), kLabel<State>);
  if (!token) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the page token cannot be sealed");
  }
  if (token->size() > kMaxTokenBytes) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_GATEWAY_OVERLOADED,
                       "the page token would be too long: list fewer connections at a time");
  }
  return *std::move(token);
}

template <typename State>
absl::StatusOr<State> PageTokens::OpenState(std::string_view token, const TokenBinding& binding,
                                            absl::Time now) const {
  if (token.size() > kMaxTokenBytes) return NotOurs();
  const std::optional<std::string> plain = ring_.OpenText(token, kLabel<State>);
  State state;
  if (!plain || !state.ParseFromString(*plain)) return NotOurs();
  if (FromTimestamp(state.expire_time()) <= now) {
    return Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "has expired");
  }
  if (absl::Status bound = CheckBinding(state, binding); !bound.ok()) return bound;
  return state;
}

absl::StatusOr<std::string> PageTokens::Seal(PageTokenState position, const TokenBinding& binding,
                                             absl::Time now) const {
  return SealState(std::move(position), binding, now);
}

absl::StatusOr<std::string> PageTokens::Seal(SlotPageState position, const TokenBinding& binding,
                                             absl::Time now) const {
  return SealState(std::move(position), binding, now);
}

absl::StatusOr<PageTokenState> PageTokens::Open(std::string_view token, const TokenBinding& binding,
                                                absl::Time now) const {
  return OpenState<PageTokenState>(token, binding, now);
}

absl::StatusOr<SlotPageState> PageTokens::OpenSlots(std::string_view token,
                                                    const TokenBinding& binding,
                                                    absl::Time now) const {
  return OpenState<SlotPageState>(token, binding, now);
}

}  // namespace bookings
