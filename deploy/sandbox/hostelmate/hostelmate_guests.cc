#include "deploy/sandbox/hostelmate/hostelmate_guests.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"
#include "deploy/sandbox/hostelmate/hostelmate_render.h"

namespace bookings::sandbox::hostelmate {
namespace {

// Documented bounds (hostelmate.md 2.10).
constexpr LimitRule kLimits{20, 100, false};

using BookingsByGuest = absl::flat_hash_map<std::string, GuestBookings>;

BookingsByGuest CountBookings(const RowStore<Row>& store) {
  BookingsByGuest counts;
  for (Slot slot = 0; slot < store.slots(); ++slot) {
    if (store.IsRemoved(slot)) continue;
    const Row row = store.At(slot);
    GuestBookings& entry = counts[row.guest_id];
    ++entry.total;
    entry.last_ms = std::max(entry.last_ms.value_or(row.created_ms), row.created_ms);
  }
  return counts;
}

Json Render(const Guest& guest, const BookingsByGuest& counts) {
  const auto found = counts.find(guest.id);
  return RenderGuest(guest, found == counts.end() ? GuestBookings() : found->second);
}

std::string LowerAscii(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool Contains(const std::string& text, const std::string& part) {
  return LowerAscii(text).find(LowerAscii(part)) != std::string::npos;
}

struct Search {
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> name;
  std::optional<std::string> country_code;
  std::optional<std::string> nationality;
  std::optional<absl::CivilDay> created_after;
  std::optional<absl::CivilDay> created_before;
};

// The day in UTC on which the guest was made.
absl::CivilDay CreatedDay(const Guest& guest) {
  return absl::ToCivilDay(absl::FromUnixMillis(guest.created_ms), absl::UTCTimeZone());
}

bool Fits(const Search& search, const Guest& guest) {
  if (search.email && guest.email != *search.email) return false;
  if (search.phone && !Contains(guest.phone, *search.phone)) return false;
  if (search.name && !Contains(guest.first_name, *search.name) &&
      !Contains(guest.last_name, *search.name)) {
    return false;
  }
  if (search.country_code && guest.country_code != *search.country_code) return false;
  if (search.nationality && guest.country_code != *search.nationality) return false;
  if (search.created_after && CreatedDay(guest) < *search.created_after) return false;
  return !search.created_before || CreatedDay(guest) <= *search.created_before;
}

absl::StatusOr<Search> ParseSearch(const Call& call) {
  Search search;
  search.email = call.request.Query("email");
  search.phone = call.request.Query("phone");
  search.name = call.request.Query("name");
  search.country_code = call.request.Query("country_code");
  search.nationality = call.request.Query("nationality");
  const auto after = ParseDateQuery(call, "created_after");
  if (!after.ok()) return after.status();
  const auto before = ParseDateQuery(call, "created_before");
  if (!before.ok()) return before.status();
  search.created_after = *after;
  search.created_before = *before;
  return search;
}

std::vector<Guest> FindGuests(const Call& call, const Search& search) {
  const HostelmateAccount& account = AccountOf(call);
  std::vector<Guest> found;
  const auto add = [&](Guest guest) {
    if (account.deleted_guests.contains(guest.id) || !Fits(search, guest)) return;
    found.push_back(std::move(guest));
  };
  for (uint64_t number = 0; number < kGuests; ++number) add(account.generator.MakeGuest(number));
  for (const Guest& guest : account.made_guests) add(guest);
  return found;
}

Json RenderSearch(const Call& call, const PageQuery& query, const std::vector<Guest>& guests) {
  const NumberedPage page = PageOf(guests.size(), query.page, query.limit);
  const BookingsByGuest counts = CountBookings(AccountOf(call).store);
  Json list = Json::array();
  for (uint64_t i = page.begin; i < page.end; ++i) list.push_back(Render(guests[i], counts));
  Json body = {{"guests", list}};
  if (call.account.switches.Is(kGuestPagingKeys, "absent")) return body;
  body["total_count"] = guests.size();
  body["total_pages"] = page.page_count;
  body["current_page"] = query.page;
  return body;
}

}  // namespace

Answer GetGuest(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  for (const Guest& guest : FindGuests(call, {})) {
    if (guest.id != call.path_values[0]) continue;
    return JsonAnswer(200, Render(guest, CountBookings(AccountOf(call).store)));
  }
  return Refusal(404, "guest_not_found", "Guest not found", call.account.switches);
}

Answer SearchGuests(const Call& call) {
  if (auto refusal =
          RefuseUnknownQuery(call, {"email", "phone", "name", "country_code", "nationality",
                                    "created_after", "created_before", "page", "limit"})) {
    return *std::move(refusal);
  }
  const absl::StatusOr<PageQuery> page = ParsePage(call, kLimits);
  if (!page.ok()) return BadRequest(call, page.status());
  const absl::StatusOr<Search> search = ParseSearch(call);
  if (!search.ok()) return BadRequest(call, search.status());
  return JsonAnswer(200, RenderSearch(call, *page, FindGuests(call, *search)));
}

std::optional<Guest> KnownGuest(const Call& call, const GuestBody& body) {
  const bool by_person = call.account.switches.Is(kGuestMatch, "same_person");
  if (!body.id && !by_person) return std::nullopt;
  for (Guest& guest : FindGuests(call, {})) {
    const bool same = body.id ? guest.id == *body.id
                              : guest.email == body.email && guest.first_name == body.first_name &&
                                    guest.last_name == body.last_name;
    if (same) return std::move(guest);
  }
  return std::nullopt;
}

Guest MakeGuest(const Call& call, const GuestBody& body) {
  Guest guest;
  guest.id = AccountOf(call).NewId();
  guest.first_name = body.first_name;
  guest.last_name = body.last_name;
  guest.email = body.email;
  guest.phone = body.phone;
  guest.country_code = body.country_code;
  guest.address = body.address;
  guest.created_ms = absl::ToUnixSeconds(call.now) * kMillisPerSecond;
  AccountOf(call).made_guests.push_back(guest);
  return guest;
}

void ForgetGuestWithoutBookings(const Call& call, const std::string& guest_id) {
  if (CountBookings(AccountOf(call).store).contains(guest_id)) return;
  AccountOf(call).deleted_guests.insert(guest_id);
}

}  // namespace bookings::sandbox::hostelmate
