// See key_ring.h.
#include "service/sealing/key_ring.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace bookings {
namespace {

constexpr char kSeparator = '.';

// What is authenticated beside the text: a seal cannot be passed off under another key's id.
std::string LabelOf(std::string_view key_id, std::string_view label) {
  return std::string(key_id) + kSeparator + std::string(label);
}

// Base64url has several spellings for some bytes.
std::optional<std::string> DecodeExactly(std::string_view text) {
  const absl::string_view spelled(text.data(), text.size());
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(spelled, &bytes)) return std::nullopt;
  if (absl::WebSafeBase64Escape(bytes) != spelled) return std::nullopt;
  return bytes;
}

}  // namespace

KeyRing::KeyRing(const std::vector<NamedKey>& keys, std::string_view purpose) {
  for (const NamedKey& key : keys) keys_.push_back({key.id, Sealer(key.secret, purpose)});
}

std::optional<std::string> KeyRing::Seal(std::string_view plain, std::string_view label) const {
  const Entry& key = keys_.front();
  const std::optional<std::string> sealed = key.sealer.Seal(plain, LabelOf(key.id, label));
  if (!sealed) return std::nullopt;
  return key.id + kSeparator + *sealed;
}

std::optional<std::string> KeyRing::Open(std::string_view sealed, std::string_view label) const {
  const size_t end = sealed.find(kSeparator);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view id = sealed.substr(0, end);
  for (const Entry& key : keys_) {
    if (key.id == id) return key.sealer.Open(sealed.substr(end + 1), LabelOf(id, label));
  }
  return std::nullopt;
}

std::optional<std::string> KeyRing::SealText(std::string_view plain, std::string_view label) const {
  const std::optional<std::string> sealed = Seal(plain, label);
  if (!sealed) return std::nullopt;
  const size_t end = sealed->find(kSeparator) + 1;
  return sealed->substr(0, end) + absl::WebSafeBase64Escape(sealed->substr(end));
}

std::optional<std::string> KeyRing::OpenText(std::string_view text, std::string_view label) const {
  const size_t end = text.find(kSeparator);
  if (end == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> sealed = DecodeExactly(text.substr(end + 1));
  if (!sealed) return std::nullopt;
  return Open(std::string(text.substr(0, end + 1)) + *sealed, label);
}

}  // namespace bookings
