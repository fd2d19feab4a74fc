// See hostelmate_stays.h.
#include "deploy/sandbox/hostelmate/hostelmate_stays.h"

#include <algorithm>

namespace bookings::sandbox::hostelmate {
namespace {

// Whether an earlier night of the same booking has that bed already: a date may be asked for twice.
bool HasBefore(const std::vector<Night>& nights, size_t end, std::string_view bed) {
  return std::any_of(nights.begin(), nights.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](const Night& night) {
                       return night.date == nights[end].date && night.bed.value() == bed;
                     });
}

}  // namespace

void Stays::Put(const std::string& id, const std::vector<Night>& nights) {
  Remove(id);
  for (const Night& night : nights) {
    taken_[{night.room, night.date}].push_back({night.bed.value(), id});
  }
  nights_by_id_[id] = nights;
}

void Stays::Remove(const std::string& id) {
  const auto held = nights_by_id_.find(id);
  if (held == nights_by_id_.end()) return;
  for (const Night& night : held->second) {
    const auto place = taken_.find(Place(night.room, night.date));
    if (place == taken_.end()) continue;
    std::erase_if(place->second, [&](const Holder& holder) { return holder.id == id; });
    if (place->second.empty()) taken_.erase(place);
  }
  nights_by_id_.erase(held);
}

size_t Stays::CountFree(const Room& room, absl::CivilDay date) const {
  Night night;
  night.date = date;
  night.room = room.id;
  const auto free = [&](const std::string& bed) { return IsFree("", night, bed); };
  return static_cast<size_t>(std::count_if(room.beds.begin(), room.beds.end(), free));
}

bool Stays::IsFree(const std::string& id, const Night& night, std::string_view bed) const {
  const auto place = taken_.find(Place(night.room, night.date));
  if (place == taken_.end()) return true;
  return std::none_of(place->second.begin(), place->second.end(),
                      [&](const Holder& holder) { return holder.bed == bed && holder.id != id; });
}

std::optional<std::vector<Night>> Stays::AssignIn(const std::string& id, std::vector<Night> nights,
                                                  const Room& room) const {
  for (Night& night : nights) night.room = room.id;
  const auto free_throughout = [&](const std::string& bed) {
    return std::all_of(nights.begin(), nights.end(),
                       [&](const Night& night) { return IsFree(id, night, bed); });
  };
  // The beds in the order in which they are tried: one that is free all nights comes first.
  std::vector<std::string> order = room.beds;
  std::stable_partition(order.begin(), order.end(), free_throughout);
  for (size_t i = 0; i < nights.size(); ++i) {
    const auto bed = std::find_if(order.begin(), order.end(), [&](const std::string& candidate) {
      return IsFree(id, nights[i], candidate) && !HasBefore(nights, i, candidate);
    });
    if (bed == order.end()) return std::nullopt;
    nights[i].bed = bed->empty() ? Text::Null() : Text(*bed);
  }
  return nights;
}

std::optional<std::vector<Night>> Stays::Assign(const std::string& id,
                                                const std::vector<Night>& nights,
                                                const std::vector<const Room*>& rooms) const {
  for (const Room* room : rooms) {
    if (auto assigned = AssignIn(id, nights, *room)) return assigned;
  }
  return std::nullopt;
}

bool Stays::AreFree(const std::string& id, const std::vector<Night>& nights) const {
  return std::all_of(nights.begin(), nights.end(),
                     [&](const Night& night) { return IsFree(id, night, night.bed.value()); });
}

}  // namespace bookings::sandbox::hostelmate
