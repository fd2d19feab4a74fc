// The Client API: what one customer sees.
#include <optional>
#include <string>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/tiquo/tiquo_account.h"
#include "deploy/sandbox/tiquo/tiquo_lists.h"
#include "deploy/sandbox/tiquo/tiquo_query.h"
#include "deploy/sandbox/tiquo/tiquo_render.h"
#include "deploy/sandbox/tiquo/tiquo_routes.h"

namespace bookings::sandbox::tiquo {
namespace {

// The session's customer.
constexpr uint64_t kOwnCustomer = 0;

int64_t UpcomingMillis(const Row& row, const Switches& switches) {
  const bool by_start = switches.Is("upcoming_basis", "start");
  return DateNumber(row, by_start ? "start_instant" : switches.Get("date_encoding"));
}

RowFilter ClientFilterOf(const ClientQuery& query, const Call& call) {
  const Switches& switches = call.account.switches;
  RowFilter filter;
  filter.name = "own";
  if (query.status) filter.name += "&status=" + *query.status;
  std::optional<int64_t> from;
  if (query.upcoming) {
    from = absl::ToUnixMillis(call.now);
    filter.name += "&from=" + std::to_string(*from) + "&" +
                   std::string(switches.Get("upcoming_basis")) + "&" +
                   std::string(switches.Get("date_encoding"));
  }
  filter.keep = [status = query.status, from, &switches](const Row& row) {
    return row.customer == kOwnCustomer && (!status || row.status.value() == *status) &&
           (!from || UpcomingMillis(row, switches) >= *from);
  };
  return filter;
}

Answer RenderClientPage(const Call& call, const KeysetPage& page) {
  const TiquoAccount& account = AccountOf(call);
  JsonText out;
  out.BeginObject().Key("success").Bool(true);
  out.Key("data").BeginObject().Key("bookings").BeginArray();
  for (const Slot slot : page.slots) {
    RenderClientRow(account.store.At(slot), account.switches, out);
  }
  out.EndArray().Key("hasMore").Bool(page.more).EndObject();
  if (account.switches.Is("client_timestamp", "send")) {
    out.Key("timestamp").String(FormatMillis(absl::ToUnixMillis(call.now)));
  }
  out.EndObject();
  Answer answer;
  answer.body = out.Take();
  return answer;
}

// The row that a cursor names, if the customer may know of it.
std::optional<Row> CursorRow(const Call& call, const std::string& cursor) {
  RowStore<Row>& bookings = AccountOf(call).store;
  const std::optional<Slot> slot = bookings.Find(cursor);
  if (!slot) return std::nullopt;
  Row row = bookings.At(*slot);
  if (row.customer != kOwnCustomer) return std::nullopt;
  return row;
}

Answer ListClientBookings(const Call& call) {
  const absl::StatusOr<ClientQuery> query = ReadClientQuery(call.request, call.account.switches);
  if (!query.ok()) return Refuse(call, 400, std::string(query.status().message()));
  std::optional<Row> cursor;
  if (query->cursor) {
    cursor = CursorRow(call, *query->cursor);
    const Switches& switches = call.account.switches;
    if (!cursor && switches.Is("unknown_cursor", "refuse")) {
      return Refuse(call, 400, "Invalid cursor");
    }
    if (!cursor && switches.Is("unknown_cursor", "empty")) return RenderClientPage(call, {});
  }
  return RenderClientPage(call, ListPage(AccountOf(call), ClientFilterOf(*query, call),
                                         cursor ? &*cursor : nullptr, query->limit));
}

Answer GetProfile(const Call& call) {
  const TiquoAccount& account = AccountOf(call);
  if (account.switches.Is("profile_customer", "refused")) {
    return Refuse(call, 400, "No customer is linked to this account");
  }
  const bool linked = account.switches.Is("profile_customer", "linked");
  const Json user = {{"id", account.session.subject()}, {"email", account.session.email()}};
  const Json customer = linked ? RenderCustomer(MakeCustomer(kOwnCustomer)) : Json();
  return JsonAnswer(200, {{"success", true}, {"data", {{"user", user}, {"customer", customer}}}});
}

Json DescribeTokens(const TokenPair& tokens) {
  return {{"access_token", tokens.access_token},
          {"refresh_token", tokens.refresh_token},
          {"expires_in", absl::ToInt64Seconds(kAccessTokenLife)},
          {"expires_at", absl::ToUnixMillis(tokens.access_expires)}};
}

// The body was read on the way in: it holds a refresh token of this account.
Answer Refresh(const Call& call) {
  TiquoAccount& account = AccountOf(call);
  const std::string token = *RefreshTokenOf(call.request);
  if (!account.session.RefreshIsValid(token, call.now)) {
    const bool ends = account.switches.Is("refresh_reuse", "end_session");
    if (ends && account.session.WasUsed(token)) account.session.End();
    return Refuse(call, 401, "Invalid or expired refresh token");
  }
  const TokenPair& tokens = account.session.Rotate(call.now);
  call.accounts.AddCredential(tokens.access_token, account.name);
  call.accounts.AddCredential(tokens.refresh_token, account.name);
  return JsonAnswer(200, {{"success", true}, {"data", DescribeTokens(tokens)}});
}

}  // namespace

std::optional<std::string> RefreshTokenOf(const Request& request) {
  const std::optional<Json> body = ParseJson(request.body);
  if (!body || !body->is_object()) return std::nullopt;
  const Json token = body->value("refresh_token", Json());
  if (!token.is_string() || token.get_ref<const std::string&>().empty()) return std::nullopt;
  return token.get<std::string>();
}

void AddClientRoutes(Router& router) {
  router.Add("GET", "/api/client/v1/bookings", ListClientBookings);
  router.Add("GET", "/api/client/v1/profile", GetProfile);
  router.Add("POST", kRefreshPath, Refresh);
}

}  // namespace bookings::sandbox::tiquo
