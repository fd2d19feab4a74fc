#include "deploy/sandbox/optimocms/optimocms_model.h"

namespace bookings::sandbox::optimocms {
namespace {

// One instant for all rows of the trap: the list order falls back to the id, also across a page
// border.
constexpr int64_t kSharedCreationMs = 1'793'613'605'000;  // 2026-11-02T10:00:05Z

void At(Row& row, absl::CivilDay day, int64_t hour, int64_t minute) {
  row.day = day;
  row.start = hour * 60 + minute;
}

void UnknownFields(Row& row) {
  row.unknown_fields = Json{{"deposit", {{"amount", 12.5}, {"paid", false}}},
                            {"ledgerId", 9'007'199'254'740'993},  // 2^53 + 1: no double holds it
                            {"tags", {"vip", nullptr}}};
}

constexpr Trap kTraps[] = {
    {"status_pending", [](Row& row) { row.status = "pending"; }},
    {"status_confirmed", [](Row& row) { row.status = "confirmed"; }},
    {"status_completed", [](Row& row) { row.status = "completed"; }},
    {"status_cancelled", [](Row& row) { row.status = "cancelled"; }},
    {"status_no_show", [](Row& row) { row.status = "no_show"; }},
    {"status_unknown", [](Row& row) { row.status = "waitlisted"; }},
    {"status_other_spelling", [](Row& row) { row.status = "canceled"; }},
    {"status_near_miss", [](Row& row) { row.status = "No_Show"; }},
    {"status_null", [](Row& row) { row.status = Text::Null(); }},
    {"status_absent", [](Row& row) { row.status = Text::Absent(); }},
    // Europe/Amsterdam skips 02:00 to 03:00 in that night, and has it twice in the other.
    {"gap", [](Row& row) { At(row, absl::CivilDay(2027, 3, 28), 2, 30); }},
    {"gap_first_minute", [](Row& row) { At(row, absl::CivilDay(2027, 3, 28), 2, 0); }},
    {"after_gap", [](Row& row) { At(row, absl::CivilDay(2027, 3, 28), 3, 0); }},
    {"overlap", [](Row& row) { At(row, absl::CivilDay(2027, 10, 31), 2, 30); }},
    {"after_overlap", [](Row& row) { At(row, absl::CivilDay(2027, 10, 31), 3, 0); }},
    // Local day and UTC day differ.
    {"just_after_midnight", [](Row& row) { At(row, absl::CivilDay(2026, 12, 5), 0, 15); }},
    {"just_before_midnight", [](Row& row) { At(row, absl::CivilDay(2026, 12, 5), 23, 45); }},
    {"time_seconds", [](Row& row) { row.time_form = TimeForm::kSeconds; }},
    {"time_short",
     [](Row& row) {
       row.start = 9 * 60 + 5;
       row.time_form = TimeForm::kShort;
     }},
    {"time_date_time", [](Row& row) { row.time_form = TimeForm::kDateTime; }},
    {"time_contradicts_date", [](Row& row) { row.time_form = TimeForm::kOtherDay; }},
    {"time_unreadable", [](Row& row) { row.time_form = TimeForm::kWords; }},
    {"time_empty", [](Row& row) { row.time_form = TimeForm::kEmpty; }},
    {"time_null", [](Row& row) { row.time_form = TimeForm::kNull; }},
    {"time_absent", [](Row& row) { row.time_form = TimeForm::kAbsent; }},
    {"date_midnight_utc", [](Row& row) { row.date_form = DateForm::kMidnightUtc; }},
    {"date_midnight_ms", [](Row& row) { row.date_form = DateForm::kMidnightMs; }},
    {"date_midnight", [](Row& row) { row.date_form = DateForm::kMidnight; }},
    {"date_not_midnight", [](Row& row) { row.date_form = DateForm::kEveningUtc; }},
    {"date_null", [](Row& row) { row.date_form = DateForm::kNull; }},
    {"date_absent", [](Row& row) { row.date_form = DateForm::kAbsent; }},
    {"customer_empty", [](Row& row) { row.customer = CustomerShape::kEmpty; }},
    {"customer_split", [](Row& row) { row.customer = CustomerShape::kSplit; }},
    {"customer_flat", [](Row& row) { row.customer = CustomerShape::kFlat; }},
    {"customer_email_only", [](Row& row) { row.customer = CustomerShape::kEmailOnly; }},
    {"customer_extended", [](Row& row) { row.customer = CustomerShape::kExtended; }},
    {"customer_null", [](Row& row) { row.customer = CustomerShape::kNull; }},
    {"customer_absent", [](Row& row) { row.customer = CustomerShape::kAbsent; }},
    {"customer_unicode", [](Row& row) { row.first_name = "Zoë \"Ž\" \U0001F375\t\u2028"; }},
    {"created_millis", [](Row& row) { row.created_form = CreatedForm::kMillis; }},
    {"created_nanos", [](Row& row) { row.created_form = CreatedForm::kNanos; }},
    {"created_offset", [](Row& row) { row.created_form = CreatedForm::kOffset; }},
    {"created_null", [](Row& row) { row.created_form = CreatedForm::kNull; }},
    {"created_absent", [](Row& row) { row.created_form = CreatedForm::kAbsent; }},
    {"created_tie", [](Row& row) { row.created_ms = kSharedCreationMs; }},
    {"unknown_fields", UnknownFields},
    {"id_odd_characters", [](Row& row) { row.id += "/ü +?&=#%25>~"; }},
};

}  // namespace

absl::Span<const Trap> Traps() { return kTraps; }

}  // namespace bookings::sandbox::optimocms
