#include "deploy/sandbox/hostelmate/hostelmate_traps.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::hostelmate {
namespace {

constexpr int64_t kNightAmount = 2700;

// The eight words of the front desk, as nobody knows how they show over HTTP (hostelmate.md 7.6).
constexpr std::string_view kDeskWords[] = {"Reserved",      "Authorized",   "Check-in",
                                           "Check-in Paid", "Paid No Show", "Waiting List"};

constexpr std::string_view kDstZones[] = {"Europe/Lisbon", "America/New_York", "Australia/Sydney"};

Night MakeNight(absl::CivilDay date, size_t room, size_t bed) {
  return {date, kNightAmount, RoomId(room), Text(BedId(room, bed))};
}

absl::CivilDay FirstDate(const Row& row) {
  return row.stay_dates.empty() ? absl::CivilDay(2026, 12, 5) : row.stay_dates.front().date;
}

void SetTrapNights(Row& row, std::vector<Night> nights) {
  row.stay_dates = std::move(nights);
  row.total = 0;
  for (const Night& night : row.stay_dates) row.total += night.amount;
}

void Gap(const Generator&, Rng&, Row& row) {
  const absl::CivilDay date = FirstDate(row);
  SetTrapNights(row, {MakeNight(date, 0, 0), MakeNight(date + 3, 0, 0)});
}

void Unsorted(const Generator&, Rng&, Row& row) {
  const absl::CivilDay date = FirstDate(row);
  SetTrapNights(row, {MakeNight(date + 2, 1, 0), MakeNight(date, 1, 0), MakeNight(date + 1, 1, 0)});
}

void BedMove(const Generator&, Rng&, Row& row) {
  const absl::CivilDay date = FirstDate(row);
  SetTrapNights(row, {MakeNight(date, 1, 0), MakeNight(date + 1, 1, 4)});
}

void RoomMove(const Generator&, Rng&, Row& row) {
  const absl::CivilDay date = FirstDate(row);
  SetTrapNights(row, {MakeNight(date, 1, 0), MakeNight(date + 1, 2, 0)});
}

void SeveralBeds(const Generator&, Rng&, Row& row) {
  const absl::CivilDay date = FirstDate(row);
  SetTrapNights(row, {MakeNight(date, 3, 0), MakeNight(date, 3, 1), MakeNight(date + 1, 3, 0),
                      MakeNight(date + 1, 3, 1)});
}

void NoNights(const Generator&, Rng&, Row& row) { SetTrapNights(row, {}); }

void OverNewYear(const Generator&, Rng&, Row& row) {
  const absl::CivilDay eve(FirstDate(row).year(), 12, 31);
  SetTrapNights(row, {MakeNight(eve, 0, 2), MakeNight(eve + 1, 0, 2)});
}

// The night in which some zone's clocks change.
void DstNight(const Generator& generator, Rng& rng, Row& row) {
  absl::TimeZone zone;
  absl::TimeZone::CivilTransition change;
  if (!absl::LoadTimeZone(std::string(rng.Pick(kDstZones)), &zone)) return;
  const absl::Time epoch = absl::FromUnixMillis(generator.epoch_ms);
  const bool found =
      rng.Chance(50) ? zone.NextTransition(epoch, &change) : zone.PrevTransition(epoch, &change);
  if (found) SetTrapNights(row, {MakeNight(absl::CivilDay(change.to) - 1, 2, 3)});
}

void PrivateRoom(const Generator&, Rng& rng, Row& row) {
  Night night = MakeNight(FirstDate(row), 0, 0);
  night.room = RoomId(kRooms - 1);
  night.bed = rng.Chance(50) ? Text::Null() : Text::Absent();
  SetTrapNights(row, {night});
}

void FreeNights(const Generator&, Rng&, Row& row) {
  for (Night& night : row.stay_dates) night.amount = 0;
  row.total = 0;
}

// More than 2^53 minor units: no double holds the sum.
void HugeAmount(const Generator&, Rng&, Row& row) {
  Night night = MakeNight(FirstDate(row), 0, 0);
  night.amount = 9007199254740993;
  SetTrapNights(row, {night});
}

// One minor unit: most of the amount is fraction.
void TinyAmount(const Generator&, Rng&, Row& row) {
  Night night = MakeNight(FirstDate(row), 0, 0);
  night.amount = 1;
  SetTrapNights(row, {night});
}

void DeskWord(const Generator&, Rng& rng, Row& row) { row.status = rng.Pick(kDeskWords); }
void NearMissStatus(const Generator&, Rng&, Row& row) { row.status = "Confirmed"; }

void OddTexts(const Generator&, Rng&, Row& row) {
  row.description = "\"quoted\"\t\\ line\nbreak \x01 <i>&amp;</i> 🛏";
  row.guest_first_name = "José\xcc\x81";
  row.guest_last_name = "O'Neill-\u200fعلي";
}

void EmptyTexts(const Generator&, Rng&, Row& row) {
  row.description = "";
  row.guest_first_name = "";
  row.guest_last_name = "";
  row.guest_email = "";
  row.guest_phone = "";
}

void NullTexts(const Generator&, Rng&, Row& row) {
  row.description = Text::Null();
  row.guest_email = Text::Null();
  row.guest_phone = Text::Null();
}

void AbsentMembers(const Generator&, Rng&, Row& row) {
  row.description = Text::Absent();
  row.guest_email = Text::Absent();
  row.guest_phone = Text::Absent();
  row.paid_days.reset();
}

void NullGuest(const Generator&, Rng&, Row& row) { row.guest_presence = "null"; }
void AbsentGuest(const Generator&, Rng&, Row& row) { row.guest_presence = "absent"; }

void UpperCaseId(const Generator&, Rng&, Row& row) {
  std::transform(row.id.begin(), row.id.end(), row.id.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
}

void OddId(const Generator&, Rng&, Row& row) { row.id = "OTA/1+2 %41?#é-" + row.id; }

void UnknownFields(const Generator&, Rng&, Row& row) {
  row.unknown_fields = {{"channel", {{"name", "Booking.com"}, {"ref", nullptr}}},
                        {"door_code", 9007199254740993},
                        {"tags", {"late", 1.5, true}}};
}

// Many bookings made in one second: pages cut through a group of equal sort keys.
void SameSecond(const Generator& generator, Rng&, Row& row) {
  row.created_ms = generator.epoch_ms - 100 * kMillisPerDay;
  row.updated_ms = row.created_ms;
}

constexpr Trap kTraps[] = {
    {"gap", &Gap},
    {"unsorted", &Unsorted},
    {"bed_move", &BedMove},
    {"room_move", &RoomMove},
    {"several_beds", &SeveralBeds},
    {"no_nights", &NoNights},
    {"over_new_year", &OverNewYear},
    {"dst_night", &DstNight},
    {"private_room", &PrivateRoom},
    {"free_nights", &FreeNights},
    {"huge_amount", &HugeAmount},
    {"tiny_amount", &TinyAmount},
    {"desk_word", &DeskWord},
    {"near_miss_status", &NearMissStatus},
    {"odd_texts", &OddTexts},
    {"empty_texts", &EmptyTexts},
    {"null_texts", &NullTexts},
    {"absent_members", &AbsentMembers},
    {"null_guest", &NullGuest},
    {"absent_guest", &AbsentGuest},
    {"upper_case_id", &UpperCaseId},
    {"odd_id", &OddId},
    {"unknown_fields", &UnknownFields},
    {"same_second", &SameSecond},
};

}  // namespace

absl::Span<const Trap> Traps() { return kTraps; }

}  // namespace bookings::sandbox::hostelmate
