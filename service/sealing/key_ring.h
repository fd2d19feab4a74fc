// A ring of keys: the first one seals, all of them open. Replicas that share it read each other's
// seals; to rotate, a new key is added last everywhere and then moved to the front.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/engine/secret.h"
#include "service/sealing/sealer.h"

namespace bookings {

struct NamedKey {
  // [a-z0-9-]{1,16}; stands readable in front of what it sealed.
  std::string id;
  Secret secret;
};

// Const and thread-safe. Keys are derived for `purpose` and serve nothing else.
class KeyRing {
 public:
  // At least one key.
  KeyRing(const std::vector<NamedKey>& keys, std::string_view purpose);

  // `{key id}.{sealed}`, in bytes. Label and key id are authenticated. No value if the system gives
  // no randomness.
  std::optional<std::string> Seal(std::string_view plain, std::string_view label) const;
  // No value for anything that was not sealed with a key of this ring and this label.
  std::optional<std::string> Open(std::string_view sealed, std::string_view label) const;

  // The same as text: `{key id}.{base64url}`. Only the spelling that was issued is accepted.
  std::optional<std::string> SealText(std::string_view plain, std::string_view label) const;
  std::optional<std::string> OpenText(std::string_view text, std::string_view label) const;

 private:
  struct Entry {
    std::string id;
    Sealer sealer;
  };

  std::vector<Entry> keys_;
};

}  // namespace bookings
