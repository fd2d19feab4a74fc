// Counting who is in a slot, the caps of a page, and the list of free slots.
#include "deploy/sandbox/jicoo/jicoo_availability.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/jicoo/jicoo_list.h"

namespace bookings::sandbox::jicoo {
namespace {

// The longest window of one call (jicoo.md 2.9).
constexpr int64_t kMaxWindowMillis = 7 * kMillisPerDay;
// Where the switch lets longer ones pass: still bounded.
constexpr int64_t kMaxAnyWindowMillis = 366 * kMillisPerDay;

struct Interval {
  int64_t start_ms;
  int64_t end_ms;
};

bool IsOf(const Row& row, const BookingPage& page) {
  return row.event_type_id == page.type.uid && (row.status == "open" || row.status == "request");
}

bool TakesSlot(const Row& row, const BookingPage& page) {
  return IsOf(row, page) && (row.status == "open" || page.holds);
}

// The times that are taken on the page, but for the booking `moving`.
std::vector<Interval> TakenOn(const JicooAccount& account, const BookingPage& page,
                              std::string_view moving) {
  std::vector<Interval> taken;
  account.store.ForEachKept([&](const Row& row) {
    if (row.id != moving && TakesSlot(row, page)) taken.push_back({row.started_ms, row.ended_ms});
  });
  return taken;
}

int64_t Remaining(const BookingPage& page, const std::vector<Interval>& taken,
                  const Interval& slot) {
  const auto overlaps = [&](const Interval& other) {
    return other.start_ms < slot.end_ms && slot.start_ms < other.end_ms;
  };
  return page.capacity - std::count_if(taken.begin(), taken.end(), overlaps);
}

// A number that two instants share exactly where they lie in one period of the cap.
int64_t PeriodOf(const Cap& cap, int64_t instant_ms, const absl::TimeZone& zone) {
  const absl::CivilDay day = absl::ToCivilDay(absl::FromUnixMillis(instant_ms), zone);
  switch (cap.period) {
    case CapPeriod::kEver:
      return 0;
    case CapPeriod::kDay:
      return day - absl::CivilDay();
    case CapPeriod::kWeek:
      return absl::PrevWeekday(day + 1, absl::Weekday::monday) - absl::CivilDay();
    case CapPeriod::kMonth:
      return absl::CivilMonth(day) - absl::CivilMonth();
  }
  return 0;
}

bool HasGuest(const Row& row, std::string_view email) {
  const Json contacts = ContactsOf(row).items;
  return std::any_of(contacts.begin(), contacts.end(), [&](const Json& contact) {
    const Json address = contact.value("email", Json());
    return address.is_string() &&
           absl::EqualsIgnoreCase(address.get_ref<const std::string&>(),
                                  absl::string_view(email.data(), email.size()));
  });
}

template <typename Counts>
bool Reaches(const Cap& cap, const JicooAccount& account, const BookingPage& page,
             const WantedSlot& wanted, Counts counts) {
  if (cap.bookings == 0) return false;
  const absl::TimeZone& zone = account.catalogue.zone;
  const int64_t period = PeriodOf(cap, wanted.start_ms, zone);
  int64_t bookings = 0;
  account.store.ForEachKept([&](const Row& row) {
    const bool counted = row.id != wanted.moving && IsOf(row, page) &&
                         PeriodOf(cap, row.started_ms, zone) == period && counts(row);
    if (counted) ++bookings;
  });
  return bookings >= cap.bookings;
}

bool ReachesTotalCap(const JicooAccount& account, const BookingPage& page,
                     const WantedSlot& wanted) {
  return Reaches(page.total_cap, account, page, wanted, [](const Row&) { return true; });
}

bool ReachesGuestCap(const JicooAccount& account, const BookingPage& page,
                     const WantedSlot& wanted) {
  return Reaches(page.guest_cap, account, page, wanted,
                 [&](const Row& row) { return HasGuest(row, wanted.email); });
}

bool IsOnGrid(const JicooAccount& account, const BookingPage& page, int64_t start_ms) {
  const absl::Time start = absl::FromUnixMillis(start_ms);
  return !StartsIn(account.catalogue.ScheduleOf(page), start, start + absl::Milliseconds(1))
              .empty();
}

absl::StatusOr<int64_t> ParseEdge(const Call& call, std::string_view name) {
  const std::optional<std::string> text = call.request.Query(name);
  if (!text) return absl::InvalidArgumentError(std::string(name) + " is missing");
  return ParseInstant(*text, name, call.account.switches);
}

absl::StatusOr<Interval> ParseWindow(const Call& call) {
  const absl::StatusOr<int64_t> start = ParseEdge(call, "periodStart");
  if (!start.ok()) return start.status();
  const absl::StatusOr<int64_t> end = ParseEdge(call, "periodEnd");
  if (!end.ok()) return end.status();
  if (*end <= *start) return absl::InvalidArgumentError("periodEnd must be after periodStart");
  const bool strict = call.account.switches.Is(kLongSlotWindow, "refuse");
  if (*end - *start > (strict ? kMaxWindowMillis : kMaxAnyWindowMillis)) {
    return absl::InvalidArgumentError("the period is too long");
  }
  return Interval{*start, *end};
}

// Appends the slot if it is shown at all.
void AppendSlot(const Call& call, const BookingPage& page, const std::vector<Interval>& taken,
                absl::Time start, JsonText& out) {
  const Switches& switches = call.account.switches;
  const auto& account = static_cast<const JicooAccount&>(call.account);
  const int64_t start_ms = absl::ToUnixMillis(start);
  if (start <= call.now && switches.Is(kPastSlots, "omit")) return;
  const int64_t end_ms = start_ms + account.catalogue.LengthMillis(page);
  const int64_t free = std::max<int64_t>(Remaining(page, taken, {start_ms, end_ms}), 0);
  if (free == 0 && switches.Is(kFullSlots, "omit")) return;
  if (switches.Is(kCappedSlots, "omit") && ReachesTotalCap(account, page, {start_ms, "", ""})) {
    return;
  }
  out.BeginObject().Key("startedAt").String(FormatMillis(start_ms));
  out.Key("remainingCapacity").Number(free).EndObject();
}

}  // namespace

std::optional<std::string> WhyNotBookable(const JicooAccount& account, const BookingPage& page,
                                          const WantedSlot& wanted, absl::Time now) {
  if (page.type.status != "enable") return "the event type is disabled";
  if (absl::FromUnixMillis(wanted.start_ms) <= now) return "startedAt is past";
  if (!IsOnGrid(account, page, wanted.start_ms)) return "startedAt is no slot";
  const Interval slot{wanted.start_ms, wanted.start_ms + account.catalogue.LengthMillis(page)};
  if (Remaining(page, TakenOn(account, page, wanted.moving), slot) <= 0) {
    return "the slot is taken";
  }
  if (ReachesTotalCap(account, page, wanted)) return "the event type takes no more bookings";
  if (ReachesGuestCap(account, page, wanted)) return "the guest has booked often enough";
  return std::nullopt;
}

Answer ListSlots(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {"periodStart", "periodEnd"})) {
    return *std::move(refusal);
  }
  const auto& account = static_cast<const JicooAccount&>(call.account);
  const BookingPage* page = account.catalogue.Find(call.path_values[0]);
  if (page == nullptr) return NotFound(call);
  const absl::StatusOr<Interval> window = ParseWindow(call);
  if (!window.ok()) return Unprocessable(call, window.status());
  JsonText out;
  out.BeginObject().Key("data").BeginArray();
  if (page->type.status == "enable") {
    const std::vector<Interval> taken = TakenOn(account, *page, "");
    for (const absl::Time start :
         StartsIn(account.catalogue.ScheduleOf(*page), absl::FromUnixMillis(window->start_ms),
                  absl::FromUnixMillis(window->end_ms))) {
      AppendSlot(call, *page, taken, start, out);
    }
  }
  Answer answer;
  answer.body = out.EndArray().Key("errors").BeginObject().EndObject().EndObject().Take();
  return answer;
}

}  // namespace bookings::sandbox::jicoo
