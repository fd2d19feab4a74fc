// See make_token.h.
#include "service/make_token.h"

#include <optional>

#include "service/callers/caller_token.h"

namespace bookings {

bool PrintNewToken(std::ostream& out) {
  const std::optional<NewCallerToken> made = MakeCallerToken();
  if (!made) return false;
  out << "# The caller's token; it is not kept anywhere. Metadata: authorization: Bearer <token>\n"
      << made->token.RevealForUse() << "\n"
      << "# For the caller's `tokens` in the policy file:\n"
      << "- {id: \"" << made->id << "\", salted_sha256: \"" << made->hash.ToText() << "\"}\n";
  return true;
}

}  // namespace bookings
