// Query Services of wix_calendar.h. The sheet names the call and what it is for, not its members
// (wix.md 3.9): they are this sandbox's.
#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_calendar.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_describe.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::int64_t kMaxServicesPage = 100;

// As this call tells a service: its price stands where payments are described.
Json AsAnswered(Json service) {
  const Json price = service["price"];
  service.erase("price");
  service["payment"] = {
      {"rateType", "FIXED"},
      {"fixed", {{"price", {{"value", price["amount"]}, {"currency", price["currency"]}}}}}};
  return service;
}

}  // namespace

Answer QueryServices(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity().ToAnswer();
  if (auto refusal = RefuseWithout(Right::kReadBookings, call.account.switches)) {
    return refusal->ToAnswer();
  }
  const WixAccount& account = WriteAccountOf(call);
  const Checked<Json> body = ReadBody(call.request, account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return refusal->ToAnswer();
  BodyReader root(std::get<Json>(body), "", account.switches);
  root.Allow({"query"});
  BodyReader query(root.Object("query"), "query", account.switches);
  query.Allow({"filter", "paging"});
  BodyReader filter(query.Object("filter"), "query.filter", account.switches);
  filter.Allow({"id"});
  const std::string id = filter.Text("id");
  BodyReader paging(query.Object("paging"), "query.paging", account.switches);
  paging.Allow({"limit", "offset"});
  const auto limit = paging.Number("limit", 1, kMaxServicesPage);
  const auto offset = paging.Number("offset", 0, kServices);
  for (const BodyReader* reader : {&query, &filter, &paging}) root.Take(reader->refusal());
  if (root.refusal()) return root.refusal()->ToAnswer();
  Json services = Json::array();
  std::int64_t number = 0;
  for (const Json& service : DescribeServices(account)) {
    if (!id.empty() && service["id"] != id) continue;
    const bool on_page = number >= offset.value_or(0) &&
                         number < offset.value_or(0) + limit.value_or(kMaxServicesPage);
    if (on_page) services.push_back(AsAnswered(service));
    ++number;
  }
  const Json metadata = {
      {"count", services.size()}, {"offset", offset.value_or(0)}, {"total", number}};
  return AnswerRead(account, {{"services", services}, {"pagingMetadata", metadata}});
}

}  // namespace bookings::sandbox::wix
