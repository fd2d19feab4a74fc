#include "deploy/sandbox/hostelmate/hostelmate_bookings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"
#include "deploy/sandbox/hostelmate/hostelmate_render.h"

namespace bookings::sandbox::hostelmate {
namespace {

constexpr uint64_t kDefaultLimit = 10;
constexpr std::string_view kFilterWords[] = {"confirmed", "cancelled", "paid"};

enum class DateWindow { kOneNight, kAnyNights, kArrival };

struct Filter {
  std::optional<std::string> status;
  std::optional<std::string> guest_id;
  std::optional<absl::CivilDay> start;
  std::optional<absl::CivilDay> end;
  DateWindow window = DateWindow::kOneNight;

  bool IsOpen() const { return !status && !guest_id && !start && !end; }

  bool IsAfterStart(const Night& night) const { return !start || night.date >= *start; }
  bool IsBeforeEnd(const Night& night) const { return !end || night.date <= *end; }

  std::string Name() const {
    const auto text_of = [](const std::optional<absl::CivilDay>& day) {
      return day ? FormatDate(*day) : std::string("-");
    };
    // The guest comes last: it is the only value that can hold a separator.
    const std::string guest = guest_id.value_or("");
    return status.value_or("-") + "/" + text_of(start) + "/" + text_of(end) + "/" +
           std::to_string(static_cast<int>(window)) + "/" + (guest_id ? "g" : "-") + guest;
  }
};

bool HasNightsInWindow(const Filter& filter, const Row& row) {
  const std::vector<Night>& nights = row.stay_dates;
  const auto after = [&](const Night& night) { return filter.IsAfterStart(night); };
  const auto before = [&](const Night& night) { return filter.IsBeforeEnd(night); };
  const auto inside = [&](const Night& night) { return after(night) && before(night); };
  switch (filter.window) {
    case DateWindow::kOneNight:
      return std::any_of(nights.begin(), nights.end(), inside);
    case DateWindow::kAnyNights:
      return std::any_of(nights.begin(), nights.end(), after) &&
             std::any_of(nights.begin(), nights.end(), before);
    case DateWindow::kArrival:
      break;
  }
  const auto first = std::min_element(
      nights.begin(), nights.end(), [](const Night& a, const Night& b) { return a.date < b.date; });
  return first != nights.end() && inside(*first);
}

bool Keeps(const Filter& filter, const Row& row) {
  if (filter.status && row.status != *filter.status) return false;
  if (filter.guest_id && row.guest_id != *filter.guest_id) return false;
  return (!filter.start && !filter.end) || HasNightsInWindow(filter, row);
}

DateWindow WindowOf(const Switches& switches) {
  const std::string_view value = switches.Get(kDateWindow);
  if (value == "any_nights") return DateWindow::kAnyNights;
  return value == "arrival" ? DateWindow::kArrival : DateWindow::kOneNight;
}

absl::Status CheckStatus(const Call& call, const std::optional<std::string>& status) {
  const bool known = !status || std::find(std::begin(kFilterWords), std::end(kFilterWords),
                                          *status) != std::end(kFilterWords);
  if (known || call.account.switches.Is(kUnknownStatus, "empty")) return absl::OkStatus();
  return absl::InvalidArgumentError("status must be confirmed, cancelled or paid");
}

absl::StatusOr<Filter> ParseFilter(const Call& call) {
  Filter filter;
  filter.status = call.request.Query("status");
  if (absl::Status status = CheckStatus(call, filter.status); !status.ok()) return status;
  filter.guest_id = call.request.Query("guest_id");
  const auto start = ParseDateQuery(call, "start_date");
  if (!start.ok()) return start.status();
  const auto end = ParseDateQuery(call, "end_date");
  if (!end.ok()) return end.status();
  filter.start = *start;
  filter.end = *end;
  filter.window = WindowOf(call.account.switches);
  const bool inverted = filter.start && filter.end && *filter.start > *filter.end;
  if (inverted && call.account.switches.Is(kStartAfterEnd, "refuse")) {
    return absl::InvalidArgumentError("start_date is after end_date");
  }
  return filter;
}

absl::StatusOr<PageQuery> ParseListPage(const Call& call) {
  const Switches& switches = call.account.switches;
  const LimitRule rule{kDefaultLimit,
                       static_cast<uint64_t>(*ParseWholeNumber(switches.Get(kMaxLimit))),
                       switches.Is(kOverMaxLimit, "clamp")};
  return ParsePage(call, rule);
}

// The key that orders the list; equal keys are ordered by id.
int64_t KeyOf(std::string_view order, const Row& row) {
  if (order == "created_desc") return -row.created_ms;
  if (order == "created_asc") return row.created_ms;
  if (order == "id") return 0;
  return static_cast<int64_t>(Rng(static_cast<uint64_t>(row.created_ms), 0).Next() >> 1);
}

const Slots& Find(const Call& call, RowStore<Row>& store, const Filter& filter) {
  const std::string_view order = call.account.switches.Get(kOrder);
  const auto key_of = [order](const Row& row) { return KeyOf(order, row); };
  if (filter.IsOpen()) return store.Ordered(order, key_of);
  return store.Selected(order, key_of, filter.Name(),
                        [&filter](const Row& row) { return Keeps(filter, row); });
}

Answer RenderPage(const Call& call, const PageQuery& query, const RowStore<Row>& store,
                  const Slots& slots) {
  const Switches& switches = call.account.switches;
  const NumberedPage page = PageOf(slots.size(), query.page, query.limit);
  if (query.page > 1 && query.page > page.page_count && switches.Is(kPastTheEnd, "404")) {
    return Refusal(404, "page_not_found", "There is no such page", switches);
  }
  const PaidDays paid_days =
      switches.Is(kListPaidDays, "sent") ? PaidDays::kSent : PaidDays::kLeftOut;
  JsonText out;
  out.BeginObject().Key("results").BeginArray();
  for (uint64_t i = page.begin; i < page.end; ++i) {
    AppendBooking(store.At(slots[i]), paid_days, out);
  }
  const bool counts_one = slots.empty() && switches.Is(kEmptyTotalPages, "1");
  out.EndArray();
  out.Key("total_count").Number(static_cast<int64_t>(slots.size()));
  out.Key("total_pages").Number(counts_one ? 1 : static_cast<int64_t>(page.page_count));
  out.Key("current_page").Number(static_cast<int64_t>(query.page));
  Answer answer;
  answer.body = out.EndObject().Take();
  return answer;
}

}  // namespace

Answer ListBookings(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(
          call, {"page", "limit", "status", "guest_id", "start_date", "end_date"})) {
    return *std::move(refusal);
  }
  const absl::StatusOr<PageQuery> page = ParseListPage(call);
  if (!page.ok()) return BadRequest(call, page.status());
  const absl::StatusOr<Filter> filter = ParseFilter(call);
  if (!filter.ok()) return BadRequest(call, filter.status());
  RowStore<Row>& store = static_cast<HostelmateAccount&>(call.account).store;
  const Slots& slots = Find(call, store, *filter);
  if (slots.empty() && filter->guest_id && call.account.switches.Is(kUnknownGuest, "404")) {
    return Refusal(404, "guest_not_found", "Guest not found", call.account.switches);
  }
  return RenderPage(call, *page, store, slots);
}

Answer GetBooking(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {})) return *std::move(refusal);
  RowStore<Row>& store = static_cast<HostelmateAccount&>(call.account).store;
  const std::optional<Slot> slot = store.Find(call.path_values[0]);
  const Switches& switches = call.account.switches;
  if (!slot) return Refusal(404, switches.Get(kNotFoundCode), "Booking not found", switches);
  JsonText out;
  AppendBooking(store.At(*slot), PaidDays::kSent, out);
  Answer answer;
  answer.body = out.Take();
  return answer;
}

}  // namespace bookings::sandbox::hostelmate
