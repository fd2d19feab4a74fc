// What of an entry is hidden from whoever reads the database: its key becomes a digest, and
// customers' data, the caller and the request id are sealed, each bound to its entry and column.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/engine/ledger.h"
#include "service/sealing/key_ring.h"

namespace bookings {

// The purpose that the ledger's keys are derived for.
inline constexpr char kLedgerKeyPurpose[] = "bookings.gateway ledger 1";

// SHA-256 of the write key; no two keys have the same bytes hashed.
std::string EntryIdOf(const WriteKey& key);

enum class SealedColumn { kKey, kPlan, kResult };

// Const and thread-safe.
class EntrySeals {
 public:
  explicit EntrySeals(KeyRing keys) : keys_(std::move(keys)) {}

  // Empty for empty. No value if the system gives no randomness.
  std::optional<std::string> Seal(std::string_view plain, std::string_view entry_id,
                                  SealedColumn column) const;
  // No value for what was not sealed with a key of the ring for this entry and column.
  std::optional<std::string> Open(std::string_view sealed, std::string_view entry_id,
                                  SealedColumn column) const;

  std::optional<std::string> SealKey(const WriteKey& key, std::string_view entry_id) const;
  std::optional<WriteKey> OpenKey(std::string_view sealed, std::string_view entry_id) const;

  const KeyRing& keys() const { return keys_; }

 private:
  KeyRing keys_;
};

}  // namespace bookings
