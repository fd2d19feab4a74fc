// Which beds are taken in which nights, by bookings that the API or the control path has made.
// Generated history takes none. Guarded by the account's mutex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"
#include "deploy/sandbox/hostelmate/hostelmate_rooms.h"

namespace bookings::sandbox::hostelmate {

class Stays {
 public:
  // The booking takes exactly the beds of these nights, in place of those it had.
  void Put(const std::string& id, const std::vector<Night>& nights);
  void Remove(const std::string& id);

  // Places of the room that are free in that night.
  size_t CountFree(const Room& room, absl::CivilDay night) const;

  // `nights` with room and bed: the same bed for all where one is free, of the first of `rooms`
  // that can take them all. What booking `id` holds counts as free. Nothing: no room can.
  std::optional<std::vector<Night>> Assign(const std::string& id, const std::vector<Night>& nights,
                                           const std::vector<const Room*>& rooms) const;

  // Whether these very beds are free but for what booking `id` holds.
  bool AreFree(const std::string& id, const std::vector<Night>& nights) const;

 private:
  using Place = std::pair<std::string, absl::CivilDay>;
  struct Holder {
    std::string bed;
    std::string id;
  };

  bool IsFree(const std::string& id, const Night& night, std::string_view bed) const;
  std::optional<std::vector<Night>> AssignIn(const std::string& id, std::vector<Night> nights,
                                             const Room& room) const;

  // By room and night.
  absl::flat_hash_map<Place, std::vector<Holder>> taken_;
  absl::flat_hash_map<std::string, std::vector<Night>> nights_by_id_;
};

}  // namespace bookings::sandbox::hostelmate
