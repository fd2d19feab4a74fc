// The simulated site's services, places, staff and people, and the ids and texts that a row refers
// to by number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

struct Service {
  Kind kind;
  std::string_view title;
  std::string_view currency;
  std::int64_t unit_minor;  // price for one participant, in hundredths
  int minutes;
};

struct Zone {
  std::string_view name;
  std::string_view country;  // ISO 3166-1 alpha-2
};

inline constexpr std::uint16_t kServices = 12;
inline constexpr std::uint16_t kServicesPerKind = 4;
inline constexpr std::uint8_t kZones = 8;
inline constexpr std::uint8_t kStaff = 6;
inline constexpr std::uint8_t kPlaceCount = 3;

const Service& ServiceAt(std::uint16_t number);
const Zone& ZoneAt(std::uint8_t number);

// Ids of one site. Cheap to copy; immutable.
class Catalogue {
 public:
  explicit Catalogue(std::uint64_t seed) : seed_(seed) {}

  std::string ServiceId(const Row& row) const;
  // Appointments and classes: the service's schedule. Courses: the schedule of the run.
  std::string ScheduleId(const Row& row) const;
  std::string EventId(const Row& row) const;
  std::string ServiceId(std::uint16_t service) const;
  std::string StaffId(std::uint8_t staff) const;
  std::string StaffScheduleId(std::uint8_t staff) const;
  std::string PlaceId(std::uint8_t place) const;
  // A GUID of this site for what has no row: made bookings, contacts, tokens of locks.
  std::string Guid(std::string_view purpose, std::uint64_t n) const {
    return MakeGuid(seed_, purpose, n);
  }
  // The opaque text of the older generation: 100 letters and digits.
  std::string SessionId(const Row& row) const;
  std::string ContactId(const Row& row) const;
  std::string StaffId(const Row& row) const;
  std::string StaffScheduleId(const Row& row) const;
  std::string PlaceId(const Row& row) const;
  // An id that belongs to this one booking: a checkout, an order, a form field.
  std::string OwnId(const Row& row, std::string_view purpose) const;

 private:
  std::uint64_t seed_;
};

}  // namespace bookings::sandbox::wix
