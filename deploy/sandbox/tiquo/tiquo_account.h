// One Tiquo organisation with an admin key, and the session of one of its customers with rotating
// tokens.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/tiquo/tiquo_model.h"

namespace bookings::sandbox::tiquo {

inline constexpr absl::Duration kAccessTokenLife = absl::Hours(1);
inline constexpr absl::Duration kRefreshTokenLife = absl::Hours(24 * 30);

struct TokenPair {
  std::string access_token;
  std::string refresh_token;
  absl::Time access_expires;
};

// The tokens of the customer's session. Guarded by the account's mutex.
class Session {
 public:
  // The first pair: `refresh_token` is given, the access token is made.
  Session(uint64_t seed, std::string account_name, std::string refresh_token, absl::Time now);

  const TokenPair& current() const { return current_; }
  std::string subject() const;
  std::string email() const;
  std::string organization() const;

  bool AccessIsValid(const std::string& token, absl::Time now) const;
  // False once it was used, has expired or the session was ended.
  bool RefreshIsValid(const std::string& token, absl::Time now) const;
  bool WasUsed(const std::string& refresh_token) const { return used_.contains(refresh_token); }

  // Uses up the current refresh token and makes the next pair.
  const TokenPair& Rotate(absl::Time now);
  // No token of the session is valid any more.
  void End();

 private:
  std::string MakeAccessToken(absl::Time now) const;

  uint64_t seed_;
  std::string account_name_;
  uint64_t rotations_ = 0;
  TokenPair current_;
  absl::Time refresh_expires_;
  // Tokens of earlier pairs stay good for the rest of their hour.
  absl::flat_hash_map<std::string, absl::Time> access_expiry_;
  absl::flat_hash_set<std::string> used_;
};

class TiquoAccount : public Account {
 public:
  TiquoAccount(const AccountSpec& spec, const DataPlan& plan,
               absl::Span<const SwitchSpec> switches);

  const std::string admin_key;
  // Guarded by `mutex`.
  RowStore<Row> store;
  Session session;
};

// Reads {"foreign_bookings": n} of the settings: bookings of other customers, which only the admin
// key sees.
absl::StatusOr<std::shared_ptr<TiquoAccount>> MakeTiquoAccount(
    const AccountSpec& spec, absl::Span<const SwitchSpec> switches);

}  // namespace bookings::sandbox::tiquo
