// See wix_model.h. Every draw is a function of the seed and the row's number, so rows do not depend
// on each other.
#include "deploy/sandbox/wix/wix_model.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/wix/wix_catalogue.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMillis = 1'000;
// The data lies this far around its epoch.
constexpr std::int64_t kSpreadDays = 180;
constexpr std::int64_t kQuarterHour = 900;
// In a data set with traps every fourth row has one.
constexpr std::uint64_t kTrapEvery = 4;
// Rows that share one creation instant: enough to lie across a page border, few enough to stay
// within one page.
constexpr std::uint64_t kTieSize = 8;
constexpr std::uint64_t kRowsPerContact = 3;
constexpr std::uint64_t kRowsPerSession = 24;
constexpr std::uint32_t kCourseRuns = 5;
constexpr std::int64_t kCourseWeeks = 11;

// FNV-1a: gives each purpose a sequence of its own.
std::uint64_t Hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

// A draw of one row's salt for one purpose, in [0, bound).
std::uint64_t Draw(std::uint64_t salt, std::string_view purpose, std::uint64_t bound) {
  return Rng(salt, Hash(purpose)).Below(bound);
}

// States that a plain data set holds, as often as they are listed.
constexpr std::array kUsualStates = {
    State::kConfirmed,        State::kConfirmed, State::kConfirmed,  State::kConfirmed,
    State::kConfirmed,        State::kCanceled,  State::kCanceled,   State::kDraft,
    State::kAwaitingApproval, State::kDeclined,  State::kWaitlisted, State::kUnpaid,
};
constexpr std::array kSettledPayments = {
    Payment::kPaid,
    Payment::kPaid,
    Payment::kPaid,
    Payment::kCashier,
    Payment::kDeposit,
    Payment::kRefunded,
    Payment::kFailed,
    Payment::kExempt,
    Payment::kRejected,
    Payment::kCanceled,
    Payment::kPendingMerchant,
    Payment::kMembership,
    Payment::kNotPaid,
    Payment::kPendingBuyer,
    Payment::kPartlyRefunded,
};
constexpr std::array kUsualPlaces = {Place::kBusiness, Place::kBusiness, Place::kOwnerCustom,
                                     Place::kCustom, Place::kUndefined};

template <typename T, std::size_t N>
T Pick(const std::array<T, N>& choices, std::uint64_t draw) {
  return choices[draw % N];
}

bool IsUnsettled(State state) {
  return state == State::kDraft || state == State::kUnpaid || state == State::kAwaitingApproval ||
         state == State::kWaitlisted;
}

// What a trap changes outside times: the table of what is forced for it.
struct Forced {
  Trap trap;
  std::optional<State> state;
  std::optional<Payment> payment;
  std::optional<Kind> kind;
};

constexpr auto kAny = std::nullopt;

constexpr std::array kForced = {
    Forced{Trap::kStatusUndefined, State::kUndefined, kAny, kAny},
    Forced{Trap::kStatusEcomCheckout, State::kEcomCheckout, Payment::kUndefined, kAny},
    Forced{Trap::kStatusUnknownWord, State::kUnknownWord, kAny, kAny},
    Forced{Trap::kStatusNearMiss, State::kNearMiss, kAny, kAny},
    Forced{Trap::kPaymentUnknownWord, kAny, Payment::kUnknownWord, kAny},
    Forced{Trap::kAmountWhole, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kAmountThreeDecimals, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kAmountTooFine, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kAmountHuge, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kAmountNotNumber, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kBalanceNegative, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kOrderLarger, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kPaidByAmount, State::kConfirmed, Payment::kCashier, kAny},
    Forced{Trap::kPaidButCanceled, State::kCanceled, Payment::kPaid, kAny},
    Forced{Trap::kCoupon, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kPaidPlan, State::kConfirmed, Payment::kMembership, kAny},
    Forced{Trap::kWixPayOld, State::kConfirmed, Payment::kPaid, kAny},
    Forced{Trap::kSubscription, State::kConfirmed, Payment::kDeposit, Kind::kCourse},
    Forced{Trap::kSlotLocalBare, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kSlotLocalZulu, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kAllDay, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kMultiService, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kSessionTwin, kAny, kAny, Kind::kClass},
    Forced{Trap::kAttendance, State::kConfirmed, kAny, Kind::kClass},
    Forced{Trap::kTagUnknown, kAny, kAny, Kind::kClass},
    Forced{Trap::kStartMissing, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kEndMissing, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kDstGap, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kDstOverlapFirst, kAny, kAny, Kind::kAppointment},
    Forced{Trap::kDstOverlapSecond, kAny, kAny, Kind::kAppointment},
};

const Forced* ForcedBy(Trap trap) {
  const auto* const found =
      std::find_if(kForced.begin(), kForced.end(), [&](const Forced& f) { return f.trap == trap; });
  return found == kForced.end() ? nullptr : found;
}

// Only zones 0 to 2 have clocks that surely jump within the data's year.
constexpr std::uint64_t kJumpingZones = 3;

}  // namespace

std::string MakeGuid(std::uint64_t seed, std::string_view purpose, std::uint64_t n) {
  Rng rng(seed ^ Hash(purpose), n);
  const std::uint64_t high = (rng.Next() & ~0xf000ULL) | 0x4000ULL;
  const std::uint64_t low = (rng.Next() & ~(3ULL << 62)) | (2ULL << 62);
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xffff, low >> 48, low & 0xffffffffffffULL);
}

bool IsGuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (kForm[i] == '-' ? text[i] != '-' : !digit) return false;
  }
  return true;
}

std::uint64_t RowsForAllTraps() { return kTrapEvery * Traps().size(); }

Generator::Generator(DataPlan plan) : plan_(plan), epoch_s_(absl::ToUnixSeconds(plan.epoch)) {
  for (std::uint8_t number = 0; number < kZones; ++number) {
    absl::TimeZone zone;
    const std::string_view name = ZoneAt(number).name;
    if (!absl::LoadTimeZone(absl::string_view(name.data(), name.size()), &zone)) continue;
    absl::Time at = plan.epoch - absl::Hours(24 * kSpreadDays);
    absl::TimeZone::CivilTransition change;
    // Two changes a year: the first three after the data's first day hold one of either sort.
    for (int i = 0; i < 3 && zone.NextTransition(at, &change); ++i) {
      at = zone.At(change.from).trans;
      auto& moment =
          change.to > change.from ? clock_changes_[number].gap_s : clock_changes_[number].overlap_s;
      if (moment == kNoTime) moment = absl::ToUnixSeconds(at);
    }
  }
}

Row Generator::At(std::uint64_t i) const {
  Row row;
  row.id = MakeGuid(plan_.seed, "booking", i);
  row.salt = Rng(plan_.seed, i).Next() >> 1;  // fits the signed numbers of a model row
  if (plan_.traps && i % kTrapEvery == kTrapEvery - 1) {
    row.trap = static_cast<Trap>((i / kTrapEvery) % Traps().size());
  }
  SetWhat(i, row);
  SetTimes(row);
  SetTrap(i, row);
  SetMoney(row);
  return row;
}

void Generator::SetWhat(std::uint64_t i, Row& row) const {
  const Forced* const forced = ForcedBy(row.trap);
  const std::uint64_t kind_draw = Draw(row.salt, "kind", 10);
  row.kind = kind_draw < 6 ? Kind::kAppointment : kind_draw < 9 ? Kind::kClass : Kind::kCourse;
  row.state = Pick(kUsualStates, Draw(row.salt, "state", 1 << 20));
  if (forced && forced->kind) row.kind = *forced->kind;
  if (forced && forced->state) row.state = *forced->state;
  row.payment = IsUnsettled(row.state) ? Payment::kUndefined
                                       : Pick(kSettledPayments, Draw(row.salt, "pay", 1 << 20));
  if (forced && forced->payment) row.payment = *forced->payment;
  row.service = static_cast<std::uint16_t>(static_cast<int>(row.kind) * kServicesPerKind +
                                           Draw(row.salt, "service", kServicesPerKind));
  row.place = Pick(kUsualPlaces, Draw(row.salt, "place", 1 << 20));
  row.contact = static_cast<std::uint32_t>(
      Draw(row.salt, "contact", std::max<std::uint64_t>(1, plan_.bookings / kRowsPerContact)));
  row.zone = static_cast<std::uint8_t>(Draw(row.salt, "zone", kZones));
  row.staff = static_cast<std::uint8_t>(Draw(row.salt, "staff", kStaff));
  row.party[0] = static_cast<std::uint8_t>(1 + Draw(row.salt, "party", 3));
  const std::uint64_t sessions = std::max<std::uint64_t>(1, plan_.bookings / kRowsPerSession);
  row.session =
      static_cast<std::uint32_t>(row.kind == Kind::kAppointment ? i
                                 : row.kind == Kind::kClass ? Draw(row.salt, "session", sessions)
                                                            : Draw(row.salt, "run", kCourseRuns));
}

void Generator::SetTimes(Row& row) const {
  // Members of one session must agree on its time, so it comes from the session and not from the
  // row.
  const std::uint64_t source =
      row.kind == Kind::kAppointment
          ? row.salt
          : Rng(plan_.seed, std::uint64_t{row.session} << 16 | std::uint64_t{row.service}).Next();
  const auto quarters =
      static_cast<std::int64_t>(Draw(source, "start", 2 * kSpreadDays * kDay / kQuarterHour));
  row.start_s = epoch_s_ - kSpreadDays * kDay + quarters * kQuarterHour;
  row.end_s = row.start_s + ServiceAt(row.service).minutes * 60;
  if (row.kind == Kind::kCourse) row.end_s += kCourseWeeks * 7 * kDay;
  const std::int64_t made_before =
      static_cast<std::int64_t>(Draw(row.salt, "created", 60 * kDay * kMillis));
  row.created_ms = std::min(row.start_s, epoch_s_) * kMillis - made_before;
  row.revision = 1 + static_cast<std::int64_t>(Draw(row.salt, "revision", 6));
  row.updated_ms = row.created_ms + (row.revision - 1) * (made_before / 8);
}

void Generator::SetMoney(Row& row) const {
  std::int64_t participants = 0;
  for (const std::uint8_t count : row.party) participants += count;
  row.total_minor = row.payment == Payment::kExempt ? 0
                                                    : ServiceAt(row.service).unit_minor *
                                                          std::max<std::int64_t>(participants, 1);
  const bool all = row.payment == Payment::kPaid || row.payment == Payment::kMembership ||
                   row.payment == Payment::kPartlyRefunded || row.trap == Trap::kPaidByAmount;
  row.received_minor = all                                ? row.total_minor
                       : row.payment == Payment::kDeposit ? row.total_minor / 4
                                                          : 0;
}

void Generator::SetTrap(std::uint64_t i, Row& row) const {
  if (row.trap == Trap::kLocationUnknownWord) row.place = Place::kUnknownWord;
  if (row.trap == Trap::kPartyMissing) row.party = {0, 0, 0};
  if (row.trap == Trap::kPartyManyRates || row.trap == Trap::kChoices) row.party = {2, 1, 3};
  if (row.trap == Trap::kRevisionHuge) row.revision = std::numeric_limits<std::int64_t>::max();
  SetTrapTimes(i / kTrapEvery / Traps().size(), row);
}

void Generator::SetTrapTimes(std::uint64_t ordinal, Row& row) const {
  if (row.trap == Trap::kStartMissing) row.start_s = row.end_s = kNoTime;
  if (row.trap == Trap::kEndMissing) row.end_s = kNoTime;
  if (row.trap == Trap::kCreatedTie) {
    row.created_ms =
        (epoch_s_ - 100 * kDay + static_cast<std::int64_t>(ordinal / kTieSize)) * kMillis;
  }
  if (row.trap == Trap::kCreatedNoFraction || row.trap == Trap::kCreatedWithOffset) {
    row.created_ms -= row.created_ms % kMillis;
  }
  if (row.trap == Trap::kAllDay) {
    row.zone = 5;  // UTC, where days have 24 hours and start at 00:00Z
    row.start_s -= row.start_s % kDay;
    row.end_s = row.start_s + 2 * kDay;
  }
  SetClockChange(row);
}

void Generator::SetClockChange(Row& row) const {
  const bool gap = row.trap == Trap::kDstGap;
  const bool first = row.trap == Trap::kDstOverlapFirst;
  if (!gap && !first && row.trap != Trap::kDstOverlapSecond) return;
  row.zone = static_cast<std::uint8_t>(row.salt % kJumpingZones);
  const ClockChanges& changes = clock_changes_[row.zone];
  const std::int64_t change = gap ? changes.gap_s : changes.overlap_s;
  if (change == kNoTime) return;
  // The last quarter of an hour before the clocks go back, and the same wall time again after it at
  // most an hour later.
  row.start_s = gap ? change : first ? change - kQuarterHour : change + kQuarterHour;
  row.end_s = row.start_s + ServiceAt(row.service).minutes * 60;
}

}  // namespace bookings::sandbox::wix
