// What the simulated site sells and when: timetables of appointments, class sessions and course
// runs in the site's zone. Not what is taken (wix_agenda.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/weekly_schedule.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// How one service is sold.
struct Offer {
  std::uint16_t service = 0;
  Kind kind = Kind::kAppointment;
  WeeklySchedule timetable;
  // Who can give it; all of them work at the same place. One for classes and courses.
  std::vector<std::uint8_t> staff;
  Place place = Place::kBusiness;
  // Spots of a session or a run; 1 for appointments.
  int capacity = 1;
  bool needs_approval = false;

  absl::Duration length() const { return absl::Minutes(timetable.length); }
  std::uint8_t place_number() const {
    return static_cast<std::uint8_t>(staff.front() % kPlaceCount);
  }
};

struct Span {
  std::int64_t start_s = 0;
  std::int64_t end_s = 0;
};

class Offers {
 public:
  // Reads the account's settings `zone` (IANA), `capacity` (1 to 200, of classes and courses) and
  // `approval` (of all services).
  static absl::StatusOr<Offers> Make(const AccountSpec& spec);

  const Offer& At(std::uint16_t service) const { return offers_[service % kServices]; }
  const std::vector<Offer>& all() const { return offers_; }
  const absl::TimeZone& zone() const { return zone_; }

  // Whether an appointment or a class session starts then.
  bool StartsAt(const Offer& offer, std::int64_t start_s) const;

  // Of a class session or a course run of the timetable; nothing for other numbers.
  std::optional<Span> SpanOf(std::uint16_t service, std::uint32_t session) const;
  static std::uint32_t SessionAt(std::int64_t start_s);

  // The one run of a course.
  std::uint32_t RunOf(const Offer& course) const;

  // The services by the ids that requests name; nothing where no service has it.
  std::optional<std::uint16_t> ServiceById(const Catalogue& catalogue, std::string_view id) const;
  // Appointments and classes by their schedule, courses by that of their run.
  std::optional<std::uint16_t> ServiceBySchedule(const Catalogue& catalogue,
                                                 std::string_view id) const;

 private:
  std::vector<Offer> offers_;  // by service
  absl::TimeZone zone_;
  absl::Time courses_from_;
};

// A class session as its event id or v1 session id names it.
struct SessionName {
  std::uint16_t service = 0;
  std::uint32_t session = 0;
};
std::optional<SessionName> SessionByEventId(const Catalogue& catalogue, std::string_view id);
std::optional<SessionName> SessionBySessionId(const Catalogue& catalogue, std::string_view id);

// A row with what its ids are made of, for ids of things that are not booked yet.
Row RowOf(const Offer& offer, std::uint32_t session, std::uint8_t staff);

}  // namespace bookings::sandbox::wix
