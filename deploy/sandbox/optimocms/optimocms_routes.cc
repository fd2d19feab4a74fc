#include "deploy/sandbox/optimocms/optimocms_routes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/optimocms/optimocms_access.h"
#include "deploy/sandbox/optimocms/optimocms_query.h"
#include "deploy/sandbox/optimocms/optimocms_slots.h"
#include "deploy/sandbox/optimocms/optimocms_writes.h"

namespace bookings::sandbox::optimocms {
namespace {

// When all sites were made and last changed.
constexpr std::string_view kSiteTime = "2025-03-01T09:00:00Z";

struct SiteWord {
  std::string_view reference;
  std::string_view tools;
};
// Two of the vendor's pages use other words for a site's state.
constexpr SiteWord kSiteWords[] = {
    {"draft", "building"}, {"published", "active"}, {"archived", "paused"}};

const Slots& Matching(OptimocmsAccount& account, const ListOrder<Row>& order,
                      const std::optional<absl::CivilDay>& day,
                      const std::optional<std::string>& status) {
  std::string name = "bookings";
  if (day) name += "&date=" + FormatDate(*day);
  if (status) name += "&status=" + *status;
  return account.store.Selected(order.name, order.key_of, name, [&](const Row& row) {
    return (!day || row.day == *day) &&
           (!status || (row.status.has_value() && row.status.value() == *status));
  });
}

std::optional<std::string> ReadStatus(QueryReader& query, const Switches& switches) {
  if (switches.Is("unknown_status", "empty")) return query.Any("status");
  return query.Word("status", {"pending", "confirmed", "completed", "cancelled", "no_show"});
}

std::optional<std::string> NextCursor(const Call& call, const ListOrder<Row>& order,
                                      const KeysetPage& page) {
  if (!page.more) return std::nullopt;
  return MakeCursor(order.PositionOf(AccountOf(call).store.At(page.slots.back())), call.now);
}

Answer ListBookings(const Call& call) {
  if (auto refusal = RefuseScope(call, "booking:read")) return *std::move(refusal);
  if (auto refusal = RefuseSite(call)) return *std::move(refusal);
  OptimocmsAccount& account = AccountOf(call);
  QueryReader query(call, {"limit", "cursor", "status", "date"});
  const size_t limit = query.Limit();
  const std::optional<absl::CivilDay> day = query.Date("date");
  const std::optional<std::string> status = ReadStatus(query, account.switches);
  const std::optional<Position> after = query.Cursor();
  if (auto refusal = query.Refusal()) return *std::move(refusal);

  const auto order = CreationOrder<Row>(account.switches.Get("list_order"));
  const bool counts_all = account.switches.Is("total", "all");
  const size_t everything =
      counts_all ? Matching(account, order, std::nullopt, std::nullopt).size() : 0;
  const Slots& matching = Matching(account, order, day, status);
  const KeysetPage page = PageAfter(account.store, matching, order, after, limit);

  JsonText out;
  out.BeginObject().Key("data").BeginArray();
  for (const Slot slot : page.slots) {
    RenderBooking(Effective(account.store.At(slot), account.switches), account.switches, out);
  }
  out.EndArray();
  PutPagination(counts_all ? everything : matching.size(), limit, NextCursor(call, order, page),
                account.switches, out);
  return Finish(call, out);
}

std::string_view StatusOf(const Site& site, const Switches& switches) {
  if (switches.Is("site_status", "reference")) return site.status;
  for (const SiteWord& word : kSiteWords) {
    if (word.reference == site.status) return word.tools;
  }
  return site.status;
}

void RenderSite(const Site& site, const Switches& switches, JsonText& out) {
  out.BeginObject().Key("id").String(site.id).Key("name").String(site.name);
  out.Key("domain").String(site.id + ".example.com");
  out.Key("status").String(StatusOf(site, switches));
  out.Key("createdAt").String(kSiteTime).Key("updatedAt").String(kSiteTime).EndObject();
}

// The sites that the key may use, by id.
std::vector<const Site*> VisibleSites(const OptimocmsAccount& account,
                                      const std::optional<std::string>& status) {
  std::vector<const Site*> sites;
  for (const Site& site : account.sites) {
    const bool visible = site.access != SiteAccess::kOtherKeys;
    if (visible && (!status || site.status == *status)) sites.push_back(&site);
  }
  std::sort(sites.begin(), sites.end(), [](const Site* a, const Site* b) { return a->id < b->id; });
  return sites;
}

Answer ListSites(const Call& call) {
  if (auto refusal = RefuseScope(call, "sites:read")) return *std::move(refusal);
  const OptimocmsAccount& account = AccountOf(call);
  QueryReader query(call, {"limit", "cursor", "status"});
  const size_t limit = query.Limit();
  const std::optional<std::string> status =
      query.Word("status", {"draft", "published", "archived"});
  const std::optional<Position> after = query.Cursor();
  if (auto refusal = query.Refusal()) return *std::move(refusal);

  const std::vector<const Site*> sites = VisibleSites(account, status);
  auto site = std::find_if(sites.begin(), sites.end(),
                           [&](const Site* entry) { return !after || entry->id > after->id; });
  JsonText out;
  out.BeginObject().Key("data").BeginArray();
  for (size_t i = 0; i < limit && site != sites.end(); ++i) {
    RenderSite(**site++, account.switches, out);
  }
  out.EndArray();
  std::optional<std::string> next;
  if (site != sites.end()) next = MakeCursor({0, (*std::prev(site))->id}, call.now);
  PutPagination(sites.size(), limit, next, account.switches, out);
  return Finish(call, out);
}

}  // namespace

void AddRoutes(Router& router) {
  router.Add("GET", "/v1/sites", ListSites);
  router.Add("GET", "/v1/sites/{siteId}/booking/bookings", ListBookings);
  router.Add("GET", "/v1/sites/{siteId}/booking/slots", ListSlots);
  router.Add("POST", "/v1/sites/{siteId}/booking/bookings", CreateBooking);
  router.Add("PATCH", "/v1/sites/{siteId}/booking/bookings/{id}/status", ChangeStatus);
}

}  // namespace bookings::sandbox::optimocms
