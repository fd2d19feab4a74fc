// See wix_agenda.h.
#include "deploy/sandbox/wix/wix_agenda.h"

#include <algorithm>

#include "deploy/sandbox/wix/wix_facts.h"

namespace bookings::sandbox::wix {

void Agenda::Put(const Row& row) {
  Remove(row.id);
  Taken taken;
  taken.is_session = row.kind != Kind::kAppointment;
  taken.staff = static_cast<std::uint8_t>(row.staff % kStaff);
  taken.span = {row.start_s, row.end_s};
  taken.session = {row.service, row.session};
  taken.participants = PartySize(row);
  if (taken.is_session) {
    participants_[taken.session] += taken.participants;
  } else {
    if (!HasStaff(row) || row.start_s == kNoTime || row.end_s == kNoTime) return;
    longest_s_ = std::max(longest_s_, row.end_s - row.start_s);
    busy_[taken.staff].emplace(row.start_s, Busy{row.end_s, row.id});
  }
  taken_.insert_or_assign(row.id, taken);
}

void Agenda::Remove(const std::string& id) {
  const auto found = taken_.find(id);
  if (found == taken_.end()) return;
  const Taken taken = found->second;
  taken_.erase(found);
  if (taken.is_session) {
    participants_[taken.session] -= taken.participants;
    return;
  }
  auto [begin, end] = busy_[taken.staff].equal_range(taken.span.start_s);
  const auto own = std::find_if(begin, end, [&](const auto& busy) { return busy.second.id == id; });
  if (own != end) busy_[taken.staff].erase(own);
}

bool Agenda::IsStaffFree(std::uint8_t staff, Span span, const std::string& id) const {
  const auto& busy = busy_[staff % kStaff];
  const auto end = busy.lower_bound(span.end_s);
  return std::none_of(busy.lower_bound(span.start_s - longest_s_), end, [&](const auto& entry) {
    return entry.second.end_s > span.start_s && entry.second.id != id;
  });
}

int Agenda::Participants(std::uint16_t service, std::uint32_t session,
                         const std::string& id) const {
  const std::pair<std::uint16_t, std::uint32_t> key(service, session);
  const auto found = participants_.find(key);
  if (found == participants_.end()) return 0;
  const auto own = taken_.find(id);
  const bool mine = own != taken_.end() && own->second.is_session && own->second.session == key;
  return found->second - (mine ? own->second.participants : 0);
}

}  // namespace bookings::sandbox::wix
