// What an account's guests can book: its event types with timetable, capacity, approval and caps.
// Not who has booked (jicoo_availability.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/weekly_schedule.h"
#include "deploy/sandbox/jicoo/jicoo_model.h"

namespace bookings::sandbox::jicoo {

// The stretch of time, in the account's zone, within which a cap counts (jicoo.md 2.4).
enum class CapPeriod { kEver, kDay, kWeek, kMonth };

struct Cap {
  // 0 = no cap.
  int64_t bookings = 0;
  CapPeriod period = CapPeriod::kEver;
};

// A question that the booking page asks; written by uid, read by text (jicoo.md 7.10).
struct Question {
  std::string uid;
  std::string text;
};

struct BookingPage {
  EventType type;
  // Guests that one slot takes.
  int64_t capacity = 1;
  // Minutes between two starts; 0 = the duration.
  int64_t step_minutes = 0;
  // Bookings become `request` and wait for the host.
  bool approval = false;
  // A waiting request takes its slot ("temporary hold").
  bool holds = true;
  Cap total_cap;
  Cap guest_cap;
  std::vector<OpenHours> hours;
  std::vector<Question> questions;
};

struct Catalogue {
  std::string zone_name;
  absl::TimeZone zone;
  std::vector<BookingPage> pages;

  // Null when there is none.
  const BookingPage* Find(std::string_view uid) const;
  WeeklySchedule ScheduleOf(const BookingPage& page) const;
  int64_t LengthMillis(const BookingPage& page) const;
};

// Reads {"zone": "Asia/Tokyo", "event_types": [{"uid": ..., ...}]} of the settings: a known uid
// changes the members that are named, another one adds an event type (README.md lists them).
absl::StatusOr<Catalogue> MakeCatalogue(const Json& settings);

// As the control path tells it: everything that a booking needs.
Json DescribeCatalogue(const Catalogue& catalogue);

}  // namespace bookings::sandbox::jicoo
