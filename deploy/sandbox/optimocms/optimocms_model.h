// One booking of the simulated OptimoCMS site, as the simulator knows it, and the generator that
// makes any number of them. Service, staff, branch, length and zone are known here and told by no
// answer, as at the vendor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/row_fields.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/core/text.h"

namespace bookings::sandbox::optimocms {

// How `date` is written; the vendor declares no format.
enum class DateForm {
  kPlain,        // 2026-12-05
  kMidnightUtc,  // 2026-12-05T00:00:00Z
  kMidnightMs,   // 2026-12-05T00:00:00.000Z
  kMidnight,     // 2026-12-05T00:00:00
  kEveningUtc,   // 2026-12-05T22:00:00Z: an instant that is no date
  kNull,
  kAbsent
};

// How `startTime` is written; the vendor declares no format.
enum class TimeForm {
  kMinutes,   // 09:05
  kSeconds,   // 09:05:00
  kShort,     // 9:05
  kDateTime,  // 2026-12-05T09:05:00
  kOtherDay,  // the same of the day after: contradicts `date`
  kWords,     // no time at all
  kEmpty,
  kNull,
  kAbsent
};

// What `customer` looks like; the vendor's schema is empty.
enum class CustomerShape {
  kNamed,  // name, email, phone
  kEmpty,  // {}
  kSplit,  // firstName, lastName, email
  kFlat,   // customerName, customerEmail
  kEmailOnly,
  kExtended,  // kNamed with keys that no page knows
  kNull,
  kAbsent
};

// How `createdAt` is written: always an instant.
enum class CreatedForm { kSeconds, kMillis, kNanos, kOffset, kNull, kAbsent };

struct Row {
  std::string id;
  Text status;
  absl::CivilDay day;  // at the site
  int64_t start = 0;   // minutes since midnight, on the wall
  int64_t minutes = 0;
  DateForm date_form = DateForm::kPlain;
  TimeForm time_form = TimeForm::kMinutes;
  CustomerShape customer = CustomerShape::kNamed;
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
  // What a create said, shown as it was given; no value for generated rows.
  std::optional<Json> given_customer;
  int64_t created_ms = 0;
  CreatedForm created_form = CreatedForm::kSeconds;
  std::string service_id;
  std::string staff_id;
  std::string branch_id;
  std::string branch_zone;
  Json unknown_fields;  // an object of members that no page documents
  std::string trap;     // name of the trap that the row was made for, empty = none
};

struct DataPlan {
  uint64_t seed = 1;
  uint64_t bookings = 0;
  bool traps = true;
  absl::Time epoch;
};

Row MakeRow(const DataPlan& plan, uint64_t i);

// The row's fields by name, as the control path shows and takes them.
absl::Span<const RowField<Row>> Fields();

// The row with the forms that the account's switches give to what has none of its own.
Row Effective(Row row, const Switches& switches);

struct Trap {
  std::string_view name;
  void (*apply)(Row& row);
};

// The traps of the vendor's pages that a read can show, in the order in which they are mixed in.
// Every one occurs in a data set of at least so many rows.
absl::Span<const Trap> Traps();

}  // namespace bookings::sandbox::optimocms
