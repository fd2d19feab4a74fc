// See page_token.h.
#include "service/rpc/page_token.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace bookings {
namespace {

using internal::v1::PageTokenState;

// Keys that are derived for page tokens serve nothing else.
constexpr char kPurpose[] = "bookings.gateway page token 1";
constexpr char kSeparator = '.';

absl::Status Refuse(v1::ErrorReason reason, const char* problem) {
  return InvalidRequest({{"page_token", problem}}, reason);
}

absl::Status NotOurs() {
  return Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "is no token of this gateway");
}

// Base64url has several spellings for some bytes; only the one that was issued is accepted.
std::optional<std::string> DecodeExactly(std::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(text), &bytes)) return std::nullopt;
  if (absl::WebSafeBase64Escape(bytes) != ToAbsl(text)) return std::nullopt;
  return bytes;
}

std::string SerializeDeterministically(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

absl::Status CheckBinding(const PageTokenState& state, const TokenBinding& binding) {
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
  return Sha256(SerializeDeterministically(bound));
}

PageTokens::PageTokens(const std::vector<Key>& keys, absl::Duration lifetime)
    : lifetime_(lifetime) {
  for (const Key& key : keys) ring_.push_back({key.id, Sealer(key.secret, kPurpose)});
}

absl::StatusOr<std::string> PageTokens::Seal(PageTokenState position, const TokenBinding& binding,
                                             absl::Time now) const {
  position.set_request_fingerprint(binding.request_fingerprint);
  position.set_principal_fingerprint(binding.principal_fingerprint);
  SetTimestamp(now + lifetime_, position.mutable_expire_time());
  const RingKey& key = ring_.front();
  const std::optional<std::string> sealed = key.sealer.Seal(position.SerializeAsString(), key.id);
  if (!sealed) {
    return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                       "the page token cannot be sealed");
  }
  std::string token = key.id + kSeparator + absl::WebSafeBase64Escape(*sealed);
  if (token.size() > kMaxTokenBytes) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_GATEWAY_OVERLOADED,
                       "the page token would be too long: list fewer connections at a time");
  }
  return token;
}

absl::StatusOr<PageTokenState> PageTokens::Open(std::string_view token, const TokenBinding& binding,
                                                absl::Time now) const {
  const size_t end = token.find(kSeparator);
  if (token.size() > kMaxTokenBytes || end == std::string_view::npos) return NotOurs();
  const std::string_view id = token.substr(0, end);
  const std::optional<std::string> sealed = DecodeExactly(token.substr(end + 1));
  if (!sealed) return NotOurs();
  std::optional<std::string> plain;
  for (const RingKey& key : ring_) {
    if (key.id == id) plain = key.sealer.Open(*sealed, id);
  }
  PageTokenState state;
  if (!plain || !state.ParseFromString(*plain)) return NotOurs();
  if (FromTimestamp(state.expire_time()) <= now) {
    return Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID, "has expired");
  }
  if (absl::Status bound = CheckBinding(state, binding); !bound.ok()) return bound;
  return state;
}

}  // namespace bookings
