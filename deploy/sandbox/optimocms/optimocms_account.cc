#include "deploy/sandbox/optimocms/optimocms_account.h"

#include <algorithm>
#include <utility>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/sandbox.h"

namespace bookings::sandbox::optimocms {
namespace {

constexpr Plan kPlans[] = {
    {"starter", 1'000, 10}, {"professional", 5'000, 20}, {"agency", 50'000, 60}};
constexpr std::string_view kDefaultPlan = "agency";

const Plan* FindPlan(std::string_view name) {
  const auto found = std::find_if(std::begin(kPlans), std::end(kPlans),
                                  [&](const Plan& plan) { return plan.name == name; });
  return found == std::end(kPlans) ? nullptr : &*found;
}

std::string SuffixOf(const AccountSpec& spec) {
  return spec.name == kDefaultAccount ? "sandbox" : spec.name;
}

std::vector<Site> SitesOf(const std::string& suffix) {
  const std::string id = "site_" + suffix;
  return {{id, "Salon " + suffix, "published", SiteAccess::kOpen},
          {id + "_draft", "Salon to be", "draft", SiteAccess::kNoBooking},
          {id + "_old", "Salon that was", "archived", SiteAccess::kNoBooking},
          {id + "_other", "Somebody else's", "published", SiteAccess::kOtherKeys}};
}

DataPlan DataOf(const AccountSpec& spec) {
  return {.seed = spec.seed, .bookings = spec.bookings, .traps = spec.traps, .epoch = spec.epoch};
}

}  // namespace

OptimocmsAccount::OptimocmsAccount(const AccountSpec& spec, const Plan& the_plan,
                                   std::vector<std::string> the_scopes, Catalogue the_catalogue,
                                   absl::Span<const SwitchSpec> specs)
    : Account(spec.name, specs),
      key("omc_" + SuffixOf(spec)),
      plan(the_plan),
      scopes(std::move(the_scopes)),
      sites(SitesOf(SuffixOf(spec))),
      catalogue(std::move(the_catalogue)),
      store(spec.bookings, [data = DataOf(spec)](uint64_t i) { return MakeRow(data, i); }) {}

bool OptimocmsAccount::HasScope(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

const Site* OptimocmsAccount::FindSite(std::string_view id) const {
  const auto found =
      std::find_if(sites.begin(), sites.end(), [&](const Site& site) { return site.id == id; });
  return found == sites.end() ? nullptr : &*found;
}

absl::StatusOr<std::shared_ptr<OptimocmsAccount>> MakeOptimocmsAccount(
    const AccountSpec& spec, absl::Span<const SwitchSpec> switches) {
  const Json plan_name = spec.settings.value("plan", Json(kDefaultPlan));
  const Plan* plan = plan_name.is_string() ? FindPlan(plan_name.get<std::string>()) : nullptr;
  if (plan == nullptr) return absl::InvalidArgumentError("plan is starter, professional or agency");
  const Json scopes =
      spec.settings.value("scopes", Json::array({"booking:read", "booking:write", "sites:read"}));
  std::vector<std::string> words;
  for (const Json& scope : scopes) {
    if (!scope.is_string()) return absl::InvalidArgumentError("scopes is a list of words");
    words.push_back(scope.get<std::string>());
  }
  absl::StatusOr<Catalogue> catalogue = MakeCatalogue(spec.settings);
  if (!catalogue.ok()) return catalogue.status();
  return std::make_shared<OptimocmsAccount>(spec, *plan, std::move(words), *std::move(catalogue),
                                            switches);
}

}  // namespace bookings::sandbox::optimocms
