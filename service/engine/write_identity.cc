// See write_identity.h.
#include "service/engine/write_identity.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "service/sealing/keyed_hash.h"

namespace bookings {
namespace {

// Lengths keep `a|bc` and `ab|c` apart.
std::string Part(std::string_view text) { return absl::StrCat(text.size(), ":", ToAbsl(text)); }

}  // namespace

std::string MakeWriteIdentity(const Secret& key, const WriteKey& write) {
  return UuidOf(KeyedHash(key, absl::StrCat("write|", Part(write.caller), Part(write.connection),
                                            Part(write.operation), Part(write.request_id))));
}

std::string MakeAttemptIdentity(const Secret& key, std::string_view identity, int64_t released) {
  return UuidOf(KeyedHash(key, absl::StrCat("attempt|", Part(identity), released)));
}

std::string HashRivalry(const Secret& key, std::string_view text) {
  if (text.empty()) return "";
  return absl::BytesToHexString(KeyedHash(key, absl::StrCat("rivalry|", ToAbsl(text))));
}

}  // namespace bookings
