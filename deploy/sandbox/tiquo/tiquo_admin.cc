// The Admin API: what the organisation's key sees.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/tiquo/tiquo_account.h"
#include "deploy/sandbox/tiquo/tiquo_lists.h"
#include "deploy/sandbox/tiquo/tiquo_query.h"
#include "deploy/sandbox/tiquo/tiquo_render.h"
#include "deploy/sandbox/tiquo/tiquo_routes.h"

namespace bookings::sandbox::tiquo {
namespace {

// One page of the vendor calls the bookings of this API unfinished.
std::optional<Answer> Closed(const Call& call) {
  const Switches& switches = call.account.switches;
  if (switches.Is("admin_bookings", "forbidden"))
    return Refuse(call, 403, "Insufficient permissions");
  if (switches.Is("admin_bookings", "missing")) return Refuse(call, 404, "Not found");
  return std::nullopt;
}

bool Mentions(const Row& row, const std::string& lower_text) {
  const Customer customer = MakeCustomer(row.customer);
  for (const std::string& field :
       {row.booking_number, customer.display_name, customer.email.value()}) {
    if (absl::StrContains(absl::AsciiStrToLower(field), lower_text)) return true;
  }
  return false;
}

bool HasStatus(const Row& row, const std::vector<std::string>& statuses) {
  return statuses.empty() ||
         std::find(statuses.begin(), statuses.end(), row.status.value()) != statuses.end();
}

absl::CivilDay DayOf(const Row& row, bool by_creation) {
  if (!by_creation) return row.day;
  return absl::ToCivilDay(absl::FromUnixMillis(row.created_ms), absl::UTCTimeZone());
}

std::string AdminNameOf(const AdminQuery& query, bool by_creation) {
  std::string name = "all&status=" + absl::StrJoin(query.statuses, ",");
  if (query.days.first) name += "&from=" + FormatDate(*query.days.first);
  if (query.days.last) name += "&to=" + FormatDate(*query.days.last);
  if (query.search) name += "&search=" + *query.search;
  return name + (by_creation ? "&created" : "");
}

RowFilter FilterOf(const AdminQuery& query, const Switches& switches) {
  const bool by_creation = switches.Is("admin_date_field", "created_day");
  const std::string search = absl::AsciiStrToLower(query.search.value_or(""));
  return {AdminNameOf(query, by_creation), [query, by_creation, search](const Row& row) {
            return HasStatus(row, query.statuses) && query.days.Contains(DayOf(row, by_creation)) &&
                   (search.empty() || Mentions(row, search));
          }};
}

void PutTimestamp(const Call& call, JsonText& out) {
  out.Key("timestamp").String(FormatMillis(absl::ToUnixMillis(call.now)));
}

Answer RenderPage(const Call& call, const KeysetPage& page) {
  const TiquoAccount& account = AccountOf(call);
  JsonText out;
  out.BeginObject().Key("success").Bool(true).Key("data").BeginArray();
  for (const Slot slot : page.slots) {
    RenderAdminRow(account.store.At(slot), account.switches, out);
  }
  out.EndArray();
  if (account.switches.Is("admin_pagination", "send")) {
    out.Key("pagination").BeginObject().Key("hasMore").Bool(page.more);
    out.Key("nextCursor").Null().EndObject();
  }
  PutTimestamp(call, out);
  out.EndObject();
  Answer answer;
  answer.body = out.Take();
  return answer;
}

Answer ListBookings(const Call& call) {
  if (auto closed = Closed(call)) return *std::move(closed);
  const absl::StatusOr<AdminQuery> query = ReadAdminQuery(call.request, call.account.switches);
  if (!query.ok()) return Refuse(call, 400, std::string(query.status().message()));
  return RenderPage(call, ListPage(AccountOf(call), FilterOf(*query, call.account.switches),
                                   /*cursor=*/nullptr, query->limit));
}

std::optional<Row> FindByNumber(const TiquoAccount& account, const std::string& number) {
  for (uint64_t slot = 0; slot < account.store.slots(); ++slot) {
    if (account.store.IsRemoved(slot)) continue;
    Row row = account.store.At(static_cast<Slot>(slot));
    if (row.booking_number == number) return row;
  }
  return std::nullopt;
}

std::optional<Row> FindBooking(TiquoAccount& account, const std::string& id) {
  if (const auto slot = account.store.Find(id)) return account.store.At(*slot);
  if (account.switches.Is("admin_get_by_number", "accept")) return FindByNumber(account, id);
  return std::nullopt;
}

Answer GetBooking(const Call& call) {
  if (auto closed = Closed(call)) return *std::move(closed);
  const std::string& id = call.path_values[0];
  const std::optional<Row> row = FindBooking(AccountOf(call), id);
  if (!row) return Refuse(call, 404, "Booking not found with ID: " + id);
  const bool wrapped = call.account.switches.Is("admin_get_envelope", "booking_key");
  JsonText out;
  out.BeginObject().Key("success").Bool(true).Key("data");
  if (wrapped) out.BeginObject().Key("booking");
  RenderAdminRow(*row, call.account.switches, out);
  if (wrapped) out.EndObject();
  PutTimestamp(call, out);
  out.EndObject();
  Answer answer;
  answer.body = out.Take();
  return answer;
}

// Phone numbers come in many spellings: the digits count.
std::string Digits(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), absl::ascii_isdigit);
  return digits;
}

bool Names(const Customer& customer, const std::string& id) {
  return customer.id == id || customer.number == id || customer.email.value() == id ||
         (customer.phone.has_value() && Digits(id).size() > 6 &&
          Digits(customer.phone.value()) == Digits(id));
}

Answer GetCustomer(const Call& call) {
  const std::string& id = call.path_values[0];
  for (uint64_t number = 0; number < kCustomers; ++number) {
    const Customer customer = MakeCustomer(number);
    if (!Names(customer, id)) continue;
    return JsonAnswer(200, {{"success", true},
                            {"data", RenderCustomer(customer)},
                            {"timestamp", FormatMillis(absl::ToUnixMillis(call.now))}});
  }
  return Refuse(call, 404, "Customer not found with ID: " + id);
}

}  // namespace

void AddAdminRoutes(Router& router) {
  router.Add("GET", "/api/v1/bookings", ListBookings);
  router.Add("GET", "/api/v1/bookings/{bookingId}", GetBooking);
  router.Add("GET", "/api/v1/customers/{customerId}", GetCustomer);
}

}  // namespace bookings::sandbox::tiquo
