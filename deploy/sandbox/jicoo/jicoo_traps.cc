#include "deploy/sandbox/jicoo/jicoo_traps.h"

#include <string>

#include "absl/time/time.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::jicoo {
namespace {

// Zones whose clocks change within a year of any epoch, one by half an hour, and one that never
// changes.
constexpr std::string_view kDstZones[] = {"Europe/Prague", "America/New_York",
                                          "Australia/Lord_Howe", "America/Santiago"};

void MoveTo(Row& row, int64_t start_ms) {
  row.ended_ms += start_ms - row.started_ms;
  row.started_ms = start_ms;
}

// An open booking has none of the cancellation's members.
void SetTrapStatus(Row& row, std::string_view status) {
  row.status = status;
  row.cancel_reason.reset();
  row.cancelled_ms.reset();
  row.cancelled_by.reset();
}

void UnknownStatus(const Generator&, Rng&, Row& row) { SetTrapStatus(row, "noShow"); }
// A near miss of `cancel`: other pages of the vendor write it so.
void NearMissStatus(const Generator&, Rng&, Row& row) { SetTrapStatus(row, "cancelled"); }
void TrapRequest(const Generator&, Rng&, Row& row) { SetTrapStatus(row, "request"); }

void CancelledByUnknown(const Generator&, Rng&, Row& row) {
  SetTrapStatus(row, "cancel");
  row.cancelled_by = "system";
  row.cancelled_ms = row.updated_ms;
}

void CancelledWithoutDetails(const Generator&, Rng&, Row& row) { SetTrapStatus(row, "cancel"); }

void EverythingNull(const Generator&, Rng&, Row& row) {
  Row bare;
  bare.id = row.id;
  bare.title = row.title;
  bare.status = "open";
  bare.started_ms = row.started_ms;
  bare.ended_ms = row.ended_ms;
  bare.time_zone = row.time_zone;
  bare.created_ms = row.created_ms;
  bare.updated_ms = row.updated_ms;
  row = std::move(bare);
}

void EmptyTexts(const Generator&, Rng&, Row& row) {
  row.title = "";
  for (auto* text : {&row.description, &row.url, &row.phone_number, &row.address,
                     &row.custom_location, &row.access}) {
    *text = "";
  }
}

void OddCharacters(const Generator&, Rng&, Row& row) {
  row.title = "\"Tab\t\" \\ line\nbreak \x01 <b>&amp;</b>";
  row.description = "体験レッスン 🎸 e\xcc\x81 \xe2\x80\xae";
}

void OddId(const Generator&, Rng&, Row& row) { row.id = "_a/b+c %41?#é-" + row.id; }
void LeadingUnderscoreId(const Generator&, Rng&, Row& row) { row.id = "_-" + row.id; }

// The list is in the order of what it tells: no milliseconds hide behind the seconds.
void WholeSeconds(const Generator&, Rng&, Row& row) {
  row.time_style = "seconds";
  row.created_ms -= row.created_ms % kMillisPerSecond;
  row.updated_ms -= row.updated_ms % kMillisPerSecond;
}

void NoHosts(const Generator&, Rng&, Row& row) { row.hosts.clear(); }
void UnknownRole(const Generator&, Rng&, Row& row) {
  row.hosts = {{std::string(Users()[0].id), "owner"}, {"u-gone", "viewer"}};
}

void UnknownLocation(const Generator&, Rng&, Row& row) { row.location_id = "webex"; }
void UnknownPriority(const Generator&, Rng&, Row& row) { row.priority = "urgent"; }
void NoEventType(const Generator&, Rng&, Row& row) { row.event_type_id.reset(); }

void PlacePhone(const Generator&, Rng&, Row& row) {
  row.location_id = "phone";
  row.phone_number = "+81 3-0000-0000";
}

void UnknownFields(const Generator&, Rng&, Row& row) {
  // 2^53 + 1: no double holds it.
  row.unknown_fields = {{"teamId", 9007199254740993},
                        {"labels", {"vip", nullptr, 1.5}},
                        {"meta", {{"source", "widget"}, {"beta", true}}}};
}

// Starts at a change of the display zone's clocks: the instants are UTC and must not move.
void DstEdge(const Generator& generator, Rng& rng, Row& row) {
  row.time_zone = rng.Pick(kDstZones);
  absl::TimeZone zone;
  absl::TimeZone::CivilTransition change;
  if (!absl::LoadTimeZone(row.time_zone, &zone)) return;
  const absl::Time epoch = absl::FromUnixMillis(generator.epoch_ms);
  const bool found =
      rng.Chance(50) ? zone.NextTransition(epoch, &change) : zone.PrevTransition(epoch, &change);
  if (!found) return;
  const int64_t edge_ms = absl::ToUnixMillis(absl::FromCivil(change.to, zone));
  MoveTo(row, edge_ms + rng.Between(-2, 2) * 30 * kMillisPerMinute);
}

// Spans the edge of any window that ends at a UTC midnight: `wholly inside` filters leave it out.
void AcrossMidnight(const Generator&, Rng&, Row& row) {
  const int64_t midnight = row.started_ms - row.started_ms % kMillisPerDay;
  row.started_ms = midnight - kMillisPerHour;
  row.ended_ms = midnight + kMillisPerHour;
}

void LongerThanADay(const Generator&, Rng&, Row& row) {
  row.ended_ms = row.started_ms + 3 * kMillisPerDay;
}

// Many bookings at one instant: pages cut through a group of equal sort keys.
void SameInstant(const Generator& generator, Rng&, Row& row) {
  MoveTo(row, generator.epoch_ms + 10 * kMillisPerDay);
  row.created_ms = generator.epoch_ms - 200 * kMillisPerDay;
  row.updated_ms = row.created_ms;
}

constexpr Trap kTraps[] = {
    {"unknown_status", &UnknownStatus},
    {"near_miss_status", &NearMissStatus},
    {"request", &TrapRequest},
    {"cancelled_by_unknown", &CancelledByUnknown},
    {"cancelled_without_details", &CancelledWithoutDetails},
    {"everything_null", &EverythingNull},
    {"empty_texts", &EmptyTexts},
    {"odd_characters", &OddCharacters},
    {"odd_id", &OddId},
    {"leading_underscore_id", &LeadingUnderscoreId},
    {"whole_seconds", &WholeSeconds},
    {"no_hosts", &NoHosts},
    {"unknown_role", &UnknownRole},
    {"unknown_location", &UnknownLocation},
    {"unknown_priority", &UnknownPriority},
    {"no_event_type", &NoEventType},
    {"place_phone", &PlacePhone},
    {"unknown_fields", &UnknownFields},
    {"dst_edge", &DstEdge},
    {"across_midnight", &AcrossMidnight},
    {"longer_than_a_day", &LongerThanADay},
    {"same_instant", &SameInstant},
};

}  // namespace

absl::Span<const Trap> Traps() { return kTraps; }

}  // namespace bookings::sandbox::jicoo
