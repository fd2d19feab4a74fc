#include "deploy/sandbox/tiquo/tiquo_traps.h"

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::tiquo {
namespace {

// One instant for all rows of the trap: the list order falls back to the id, also across a page
// border.
constexpr int64_t kSharedCreationMs = 1'793'613'605'000;  // 2026-11-02T10:00:05Z

void At(Row& row, const char* zone, absl::CivilDay day, const char* start) {
  row.time_zone = zone;
  row.venue_zone = zone;
  row.day = day;
  row.start_time = start;
  row.duration = 45;
  row.end_time = std::nullopt;
}

// The row's own day in New York; ends are what differs. Few traps have a fixed day: the Admin API
// tells at most 100 rows of a day, and a set of 10,000 has some 40 rows of each trap.
void Ends(Row& row, const char* start, std::optional<std::string> end,
          std::optional<int64_t> duration) {
  At(row, "America/New_York", row.day, start);
  row.end_time = std::move(end);
  row.duration = duration;
}

// A night in which the clocks go forward by an hour.
void SpringNight(Row& row, const char* zone, absl::CivilDay day, std::optional<std::string> end) {
  At(row, zone, day, "23:30");
  row.end_time = std::move(end);
  row.duration = 240;
}

// The row of the vendor's own example page; created 24 h before its date number.
void SeedRow(Row& row) {
  At(row, "America/New_York", absl::CivilDay(2024, 1, 30), "14:30");
  row.end_time = "15:15";
  row.status = "confirmed";
  row.created_ms = 1'706'576'400'000;  // 2024-01-30T01:00Z
  row.updated_ms = row.created_ms;
}

// A row without a readable start or zone has no times of which the rest could be derived.
void NoZone(Row& row, Text sent) {
  At(row, "America/New_York", row.day, "14:30");
  row.end_time = "15:15";
  row.time_zone = std::move(sent);
}

void NullService(Row& row) {
  row.service_name = Text::Null();
  row.service_id = Text::Null();
  row.service_group = Text::Null();
  row.service_category = Text::Null();
}

void AbsentService(Row& row) {
  row.service_name = Text::Absent();
  row.service_id = Text::Absent();
  row.service_group = Text::Absent();
  row.service_category = Text::Absent();
}

void NullSublocation(Row& row) {
  row.sublocation_id = Text::Null();
  row.sublocation_name = Text::Null();
}

void UnknownFields(Row& row) {
  row.unknown_fields = Json{{"staffNotes", {{"colour", "teal"}, {"ids", {1, 2, nullptr}}}},
                            {"ledgerId", 9'007'199'254'740'993},  // 2^53 + 1: no double holds it
                            {"isVip", true}};
}

constexpr Trap kTraps[] = {
    {"status_pending", [](Row& row) { row.status = "pending"; }},
    {"status_scheduled", [](Row& row) { row.status = "scheduled"; }},
    {"status_confirmed", [](Row& row) { row.status = "confirmed"; }},
    {"status_reminder_sent", [](Row& row) { row.status = "reminder_sent"; }},
    {"status_waiting_list", [](Row& row) { row.status = "waiting_list"; }},
    {"status_waiting_room", [](Row& row) { row.status = "waiting_room"; }},
    {"status_checked_in", [](Row& row) { row.status = "checked_in"; }},
    {"status_active", [](Row& row) { row.status = "active"; }},
    {"status_in_progress", [](Row& row) { row.status = "in_progress"; }},
    {"status_completed", [](Row& row) { row.status = "completed"; }},
    {"status_cancelled", [](Row& row) { row.status = "cancelled"; }},
    {"status_no_show", [](Row& row) { row.status = "no_show"; }},
    {"status_rescheduled", [](Row& row) { row.status = "rescheduled"; }},
    {"status_unknown", [](Row& row) { row.status = "on_hold"; }},
    {"status_near_miss", [](Row& row) { row.status = "Confirmed"; }},
    {"day_seed_row", SeedRow},
    {"day_new_york",
     [](Row& row) { At(row, "America/New_York", absl::CivilDay(2026, 12, 5), "14:30"); }},
    {"day_london_summer",
     [](Row& row) { At(row, "Europe/London", absl::CivilDay(2026, 7, 1), "09:00"); }},
    {"day_tokyo", [](Row& row) { At(row, "Asia/Tokyo", row.day, "10:00"); }},
    // As start_instant this looks like midnight UTC of the next day.
    {"day_evening_looks_like_utc_midnight",
     [](Row& row) { At(row, "America/New_York", row.day, "19:00"); }},
    {"day_utc_zone", [](Row& row) { At(row, "Etc/UTC", row.day, "10:00"); }},
    {"day_without_midnight",
     [](Row& row) { At(row, "Africa/Cairo", absl::CivilDay(2027, 4, 30), "09:00"); }},
    {"gap_new_york",
     [](Row& row) { At(row, "America/New_York", absl::CivilDay(2027, 3, 14), "02:30"); }},
    {"gap_london",
     [](Row& row) { At(row, "Europe/London", absl::CivilDay(2026, 3, 29), "01:30"); }},
    {"gap_cairo_midnight",
     [](Row& row) { At(row, "Africa/Cairo", absl::CivilDay(2026, 4, 24), "00:30"); }},
    {"gap_santiago_midnight",
     [](Row& row) { At(row, "America/Santiago", absl::CivilDay(2027, 9, 5), "00:30"); }},
    {"gap_beirut_midnight",
     [](Row& row) { At(row, "Asia/Beirut", absl::CivilDay(2027, 3, 28), "00:30"); }},
    {"gap_half_hour",
     [](Row& row) { At(row, "Australia/Lord_Howe", absl::CivilDay(2027, 10, 3), "02:15"); }},
    {"overlap_new_york",
     [](Row& row) { At(row, "America/New_York", absl::CivilDay(2027, 11, 7), "01:30"); }},
    {"overlap_half_hour",
     [](Row& row) { At(row, "Australia/Lord_Howe", absl::CivilDay(2027, 4, 4), "01:45"); }},
    {"end_both_null", [](Row& row) { Ends(row, "14:30", std::nullopt, std::nullopt); }},
    {"end_from_duration", [](Row& row) { Ends(row, "14:30", std::nullopt, 45); }},
    {"end_without_duration", [](Row& row) { Ends(row, "14:30", "15:15", std::nullopt); }},
    {"end_next_day", [](Row& row) { Ends(row, "23:30", "00:15", 45); }},
    {"end_next_day_without_duration", [](Row& row) { Ends(row, "23:30", "00:15", std::nullopt); }},
    {"end_equals_start_full_day", [](Row& row) { Ends(row, "09:00", "09:00", 1440); }},
    {"end_equals_start_zero", [](Row& row) { Ends(row, "09:00", "09:00", 0); }},
    {"end_equals_start_unknown", [](Row& row) { Ends(row, "09:00", "09:00", std::nullopt); }},
    {"end_over_a_day", [](Row& row) { Ends(row, "23:30", "00:15", 1485); }},
    {"end_over_two_days", [](Row& row) { Ends(row, "10:00", "12:00", 3000); }},
    {"end_over_a_day_from_duration", [](Row& row) { Ends(row, "10:00", std::nullopt, 1500); }},
    {"end_24_00", [](Row& row) { Ends(row, "23:00", "24:00", 60); }},
    {"end_disagrees", [](Row& row) { Ends(row, "14:30", "15:15", 60); }},
    {"end_dst_elapsed",
     [](Row& row) { SpringNight(row, "America/New_York", absl::CivilDay(2027, 3, 13), "04:30"); }},
    {"end_dst_wall",
     [](Row& row) { SpringNight(row, "Europe/Prague", absl::CivilDay(2027, 3, 27), "03:30"); }},
    {"end_dst_from_duration",
     [](Row& row) {
       SpringNight(row, "America/Santiago", absl::CivilDay(2027, 9, 4), std::nullopt);
     }},
    {"start_unreadable", [](Row& row) { Ends(row, "half past two", std::nullopt, std::nullopt); }},
    {"start_out_of_range", [](Row& row) { Ends(row, "25:10", std::nullopt, std::nullopt); }},
    {"zone_null", [](Row& row) { NoZone(row, Text::Null()); }},
    {"zone_absent", [](Row& row) { NoZone(row, Text::Absent()); }},
    {"zone_empty", [](Row& row) { NoZone(row, ""); }},
    {"zone_unknown", [](Row& row) { NoZone(row, "Mars/Olympus_Mons"); }},
    {"service_null", NullService},
    {"service_absent", AbsentService},
    {"sublocation_null", NullSublocation},
    {"ticketing_absent", [](Row& row) { row.ticketing = Ticketing::kNone; }},
    {"ticketing_on", [](Row& row) { row.ticketing = Ticketing::kOn; }},
    {"unknown_fields", UnknownFields},
    {"id_odd_characters", [](Row& row) { row.id += "/ü +?&=#%25"; }},
    {"text_unicode", [](Row& row) { row.service_name = "Kávé & \"čaj\" \U0001F375\n\t\u2028"; }},
    {"created_tie", [](Row& row) { row.created_ms = kSharedCreationMs; }},
    {"attendees_many", [](Row& row) { row.attendees = 250; }},
};

}  // namespace

absl::Span<const Trap> Traps() { return kTraps; }

}  // namespace bookings::sandbox::tiquo
