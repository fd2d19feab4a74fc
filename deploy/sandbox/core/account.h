// One account at a simulated vendor, and the table in which a credential finds its account.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/faults.h"
#include "deploy/sandbox/core/journal.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/rate_limiter.h"
#include "deploy/sandbox/core/request_log.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox {

// What the control path asks for.
struct AccountSpec {
  std::string name;
  uint64_t seed = 1;
  // Generated bookings.
  uint64_t bookings = 0;
  // Whether the traps of the vendor's sheet are mixed in.
  bool traps = true;
  // The middle of the generated times; fixed, so that equal seeds give equal data on any day.
  absl::Time epoch;
  // The sandbox's time at which the account is made: first tokens count from it.
  absl::Time now;
  // The whole request body: a vendor may read settings of its own.
  Json settings;
};

// A vendor derives from it and adds credentials and store. Owned by the table, kept alive by
// running requests.
class Account {
 public:
  Account(std::string account_name, absl::Span<const SwitchSpec> specs)
      : name(std::move(account_name)), switches(specs) {}
  virtual ~Account() = default;

  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  const std::string name;
  // Guards the derived class's store, `switches` and `changes`. Held by the wrapper while a route
  // or a control hook runs.
  std::mutex mutex;
  Switches switches;
  // What MakeChanges has made, oldest first, as the control path tells it.
  std::vector<Json> changes;
  // These four guard themselves.
  FaultPlan faults;
  RateLimiter limiter;
  RequestLog log;
  Journal journal;
};

// The accounts of one vendor. Thread-safe.
class AccountTable {
 public:
  // Adds the account, in place of one of the same name, whose credentials end with it.
  void Put(std::shared_ptr<Account> account);

  // Lets `credential` (a key, a token) find the account of that name.
  void AddCredential(std::string credential, std::string_view account_name);
  void RemoveCredential(std::string_view credential);

  // Null when there is none.
  std::shared_ptr<Account> ByName(std::string_view name) const;
  std::shared_ptr<Account> ByCredential(std::string_view credential) const;

 private:
  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Account>> by_name_;  // guarded by mutex_
  absl::flat_hash_map<std::string, std::string> name_by_credential_;    // guarded by mutex_
};

}  // namespace bookings::sandbox
