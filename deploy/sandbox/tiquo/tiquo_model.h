// One booking of the simulated Tiquo organisation, as the simulator knows it, and the generator
// that makes any number of them. What each API shows of a row is tiquo_render.h's business.
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
#include "deploy/sandbox/core/text.h"

namespace bookings::sandbox::tiquo {

// What the vendor's dashboard lets a sublocation offer.
enum class Ticketing { kNone, kOff, kOn };

struct Row {
  std::string id;
  std::string booking_number;
  std::string confirmation_code;
  Text status;
  absl::CivilDay day;                   // in the venue's zone
  std::string start_time;               // wall time as sent: HH:mm unless a trap
  std::optional<std::string> end_time;  // likewise
  std::optional<int64_t> duration;      // minutes
  Text time_zone;                       // as sent; differs from venue_zone only in traps
  std::string venue_zone;               // the truth; always a zone of the tz database
  int64_t attendees = 1;
  Text service_name;
  Text service_id;
  Text service_group;
  Text service_category;
  Text sublocation_id;
  Text sublocation_name;
  Ticketing ticketing = Ticketing::kNone;
  std::string source;
  uint64_t customer = 0;  // number in the customer list; 0 = the one of the client session
  int64_t created_ms = 0;
  int64_t updated_ms = 0;
  Json unknown_fields;  // an object of members that no page documents
  std::string trap;     // name of the trap that the row was made for, empty = none
};

struct Customer {
  std::string id;
  std::string number;
  Text first_name;
  Text last_name;
  std::string display_name;
  Text email;
  Text phone;
};

struct DataPlan {
  uint64_t seed = 1;
  // Bookings of the client session's customer.
  uint64_t own = 0;
  // Bookings of other customers, spread evenly between the own ones.
  uint64_t foreign = 0;
  bool traps = true;
  absl::Time epoch;

  uint64_t size() const { return own + foreign; }
};

// The session's customer and the others.
inline constexpr uint64_t kCustomers = 401;

Row MakeRow(const DataPlan& plan, uint64_t i);
Customer MakeCustomer(uint64_t number);

// The row's fields by name, as the control path shows and takes them.
absl::Span<const RowField<Row>> Fields();

// The first instant of the civil day in the zone: not always 00:00.
absl::Time StartOfDay(absl::CivilDay day, const absl::TimeZone& zone);
// When the booking starts; a wall time in a gap moves forward, the earlier of two counts. Nothing
// where start_time is no time of day.
std::optional<absl::Time> StartOf(const Row& row);
// A zone of the tz database; UTC for a name that is none (venue_zone is checked on its way in).
absl::TimeZone ZoneOf(std::string_view name);

}  // namespace bookings::sandbox::tiquo
