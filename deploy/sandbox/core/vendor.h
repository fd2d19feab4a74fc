// What a simulated vendor is to the rest of the sandbox. The wrapper (vendor_server.h) does
// logging, faults and limits for all vendors; a vendor knows its credentials, routes, error bodies
// and rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox {

// Whose request it is, and the vendor's refusal if it is not let in. Both are set where a known
// account's credential has expired, so that the account's log shows it.
struct Identity {
  std::shared_ptr<Account> account;
  std::optional<Answer> refusal;
};

// Stateless but for constants: all state lives in accounts. Called from many threads.
class Vendor {
 public:
  virtual ~Vendor() = default;

  virtual std::string_view name() const = 0;
  virtual absl::Span<const SwitchSpec> switches() const = 0;
  virtual const Router& router() const = 0;

  // Checks the credential as the vendor does. A route that needs none (a token endpoint) must still
  // find its account: by the request's body or path. Locks the account's mutex itself where it
  // reads the store.
  virtual Identity Identify(const Request& request, const AccountTable& accounts,
                            absl::Time now) const = 0;

  // The limits that this request counts towards: some vendors' depend on the account's plan. Called
  // with the account's mutex held, as RateLimited is.
  virtual std::vector<RateRule> RateRules(const Request& request, const Account& account,
                                          absl::Time now) const = 0;
  virtual Answer RateLimited(const RateRefusal& refusal, const Account& account,
                             absl::Time now) const = 0;
  // The vendor's 404, or 405 where it has one.
  virtual Answer NotRouted(const RouteMatch& match) const = 0;

  // Makes an account with a generated store; the caller puts it into the table and registers
  // `Credentials`.
  virtual absl::StatusOr<std::shared_ptr<Account>> MakeAccount(const AccountSpec& spec) const = 0;
  virtual std::vector<std::string> Credentials(const Account& account) const = 0;
  // Credentials and useful ids, as the control path answers them.
  virtual Json Describe(const Account& account) const = 0;

  // The model rows: the simulator's own truth, by the generator's field names. The account's mutex
  // is held.
  virtual uint64_t RowSlots(const Account& account) const = 0;
  // No value where the row of that slot was deleted.
  virtual std::optional<Json> Row(const Account& account, uint64_t slot) const = 0;
  // Missing fields take the generator's values. Answers the whole row.
  virtual absl::StatusOr<Json> InsertRow(Account& account, const Json& fields) const = 0;
  virtual absl::StatusOr<Json> PatchRow(Account& account, std::string_view id,
                                        const Json& fields) const = 0;
  virtual absl::Status DeleteRow(Account& account, std::string_view id) const = 0;
};

}  // namespace bookings::sandbox
