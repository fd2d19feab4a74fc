// Bearer tokens of callers: how they are made, what is kept of them, and how one is known again.
//
// A token is `bgw_{id}_{secret}`: the id finds what is kept of it, and 32 random bytes make it a
// token that nobody guesses. So one salted SHA-256 is enough to keep it: slow hashes protect
// passwords that people choose.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "service/engine/secret.h"

namespace bookings {

inline constexpr std::string_view kCallerTokenPrefix = "bgw_";
// Hexadecimal digits of an id: 48 bits.
inline constexpr size_t kCallerTokenIdLength = 12;
inline constexpr size_t kCallerTokenSaltBytes = 16;

// The id of a token; empty for a text that is no token of this form.
std::string_view IdOfCallerToken(std::string_view token);
bool IsCallerTokenId(std::string_view id);

// What is kept of a token: salt and SHA-256 of salt and token.
class TokenHash {
 public:
  // From its written form, `{salt}.{digest}`, both base64url; no value for anything else.
  static std::optional<TokenHash> Parse(std::string_view text);
  static TokenHash Of(std::string_view token, std::string salt);

  // Takes the same time for every token of one length.
  bool Matches(std::string_view token) const;
  std::string ToText() const;

 private:
  TokenHash(std::string salt, std::string digest)
      : salt_(std::move(salt)), digest_(std::move(digest)) {}

  std::string salt_;
  std::string digest_;
};

struct NewCallerToken {
  std::string id;
  Secret token;
  TokenHash hash;
};

// No value if the system gives no randomness.
std::optional<NewCallerToken> MakeCallerToken();

}  // namespace bookings
