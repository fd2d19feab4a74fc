// The property that can be booked: its rooms, room types, beds and prices. The same rooms for all
// accounts; their number of beds, the currency and the zone are the account's. Not what is taken
// (hostelmate_stays.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/json.h"

namespace bookings::sandbox::hostelmate {

struct Room {
  std::string id;
  std::string name;
  std::string type_id;
  // What can be taken for a night. A private room has one place, whose bed is the empty text.
  std::vector<std::string> beds;
  // Minor units, on ordinary nights.
  int64_t price = 0;
};

// Minor units: nights before a Saturday or Sunday cost more.
int64_t PriceOf(const Room& room, absl::CivilDay night);

class Property {
 public:
  // Reads the settings `beds` (1 to 6, of every dormitory), `currency` (lower-case ISO 4217) and
  // `zone` (IANA) of the account.
  static absl::StatusOr<Property> Make(const AccountSpec& spec);

  const std::string& id() const { return id_; }
  const std::string& currency() const { return currency_; }
  const std::vector<Room>& rooms() const { return rooms_; }

  // The rooms that a create may mean by `id`: that room, or all of that type. Empty: unknown.
  std::vector<const Room*> Find(std::string_view id) const;
  // The civil day at the property.
  absl::CivilDay Today(absl::Time now) const { return absl::ToCivilDay(now, zone_); }

  // Ids, beds and prices for the control path.
  Json Describe() const;

 private:
  std::string id_;
  std::string currency_;
  absl::TimeZone zone_;
  std::vector<Room> rooms_;
};

}  // namespace bookings::sandbox::hostelmate
