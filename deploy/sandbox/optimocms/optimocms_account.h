// One OptimoCMS agency with its API key, plan, scopes, sites and salon; one of the sites takes
// bookings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/optimocms/optimocms_catalogue.h"
#include "deploy/sandbox/optimocms/optimocms_model.h"

namespace bookings::sandbox::optimocms {

struct Plan {
  std::string_view name;
  int64_t calls_a_month;
  int64_t calls_a_minute;
};

enum class SiteAccess {
  kOpen,
  kNoBooking,  // the feature is not active
  kOtherKeys   // the account's key is limited to other sites
};

struct Site {
  std::string id;
  std::string name;
  std::string status;
  SiteAccess access;
};

class OptimocmsAccount : public Account {
 public:
  OptimocmsAccount(const AccountSpec& spec, const Plan& plan, std::vector<std::string> scopes,
                   Catalogue the_catalogue, absl::Span<const SwitchSpec> switches);

  bool HasScope(std::string_view scope) const;
  // Null when there is no such site.
  const Site* FindSite(std::string_view id) const;

  const std::string key;
  const Plan& plan;
  const std::vector<std::string> scopes;
  // The first takes bookings.
  const std::vector<Site> sites;
  const Catalogue catalogue;
  // Guarded by `mutex`.
  RowStore<Row> store;
};

// Reads {"plan": "starter|professional|agency", "scopes": ["booking:read", ...]} of the settings;
// default: agency, all. The catalogue reads others.
absl::StatusOr<std::shared_ptr<OptimocmsAccount>> MakeOptimocmsAccount(
    const AccountSpec& spec, absl::Span<const SwitchSpec> switches);

}  // namespace bookings::sandbox::optimocms
