// See slot_match.h.
#include "service/engine/slot_match.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/api/civil.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

constexpr char kSeparator = '|';
constexpr char kEscape = '\\';

// Adds a part that ends with the separator; one within it is escaped.
void AddKeyPart(std::string_view part, std::string& key) {
  for (const char c : part) {
    if (c == kSeparator || c == kEscape) key += kEscape;
    key += c;
  }
  key += kSeparator;
}

std::string_view FirstOf(std::string_view told, std::string_view otherwise) {
  return told.empty() ? otherwise : told;
}

std::string SlotKeyOf(const FoundSlot& found) {
  std::vector<std::string_view> staff;
  for (const v1::StaffMember& member : found.slot.staff()) staff.push_back(member.id());
  std::sort(staff.begin(), staff.end());
  std::string staff_ids;
  for (const std::string_view id : staff) AddKeyPart(id, staff_ids);
  std::string key;
  AddKeyPart(found.slot.night(), key);
  AddKeyPart(staff_ids, key);
  AddKeyPart(found.slot.location().id(), key);
  AddKeyPart(found.reference.session_id(), key);
  AddKeyPart(FirstOf(found.slot.service().id(), found.reference.service_id()), key);
  return key;
}

bool IsInRange(const SlotQuery& query, const v1::Slot& slot) {
  if (query.nights) {
    const std::optional<absl::CivilDay> night = ParseDate(slot.night());
    return night && *night >= query.nights->first && *night < query.nights->end;
  }
  if (!slot.has_start_time()) return false;
  const absl::Time start = FromTimestamp(slot.start_time());
  return start >= query.from && start < query.to;
}

bool Contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool IsPast(const SlotQuery& query, const v1::Slot& slot) {
  const std::optional<absl::CivilDay> night = ParseDate(slot.night());
  const std::optional<absl::TimeZone> zone = FindZone(slot.time_zone());
  if (night && zone) return *night < absl::ToCivilDay(query.now, *zone);
  return slot.has_start_time() && FromTimestamp(slot.start_time()) < query.now;
}

}  // namespace

std::optional<SlotPlace> PlaceOf(const FoundSlot& found) {
  if (found.slot.has_start_time()) {
    return SlotPlace{FromTimestamp(found.slot.start_time()), SlotKeyOf(found)};
  }
  const std::optional<absl::CivilDay> night = ParseDate(found.slot.night());
  if (!night) return std::nullopt;
  return SlotPlace{absl::FromCivil(*night, absl::UTCTimeZone()), SlotKeyOf(found)};
}

bool Matches(const SlotQuery& query, const v1::Slot& slot) {
  if (!IsInRange(query, slot)) return false;
  if (!query.location_ids.empty() && !Contains(query.location_ids, slot.location().id())) {
    return false;
  }
  if (query.staff_ids.empty()) return true;
  return std::any_of(slot.staff().begin(), slot.staff().end(),
                     [&](const auto& member) { return Contains(query.staff_ids, member.id()); });
}

bool IsBookable(const SlotQuery& query, const v1::Slot& slot) {
  if (!slot.available() || IsPast(query, slot)) return false;
  return !slot.has_capacity_left() || slot.capacity_left() >= query.party_size;
}

SlotQuery QueryBehind(SlotQuery query, const SlotPlace& place) {
  if (!query.nights) {
    query.from = std::max(query.from, place.start);
    return query;
  }
  const std::string night = place.key.substr(0, place.key.find(kSeparator));
  const std::optional<absl::CivilDay> day = ParseDate(night);
  if (day) query.nights->first = std::max(query.nights->first, *day);
  return query;
}

}  // namespace bookings
