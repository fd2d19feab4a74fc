// What is taken: staff by appointments, spots of class sessions and course runs by participants.
// Only bookings of the API and of the control path are in it. Guarded by the account's mutex.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "deploy/sandbox/wix/wix_offers.h"

namespace bookings::sandbox::wix {

class Agenda {
 public:
  // The booking takes what its row says, in place of what it had.
  void Put(const Row& row);
  void Remove(const std::string& id);

  // Both leave out what booking `id` has itself.
  bool IsStaffFree(std::uint8_t staff, Span span, const std::string& id) const;
  int Participants(std::uint16_t service, std::uint32_t session, const std::string& id) const;

 private:
  struct Taken {
    bool is_session = false;
    std::uint8_t staff = 0;
    Span span;
    std::pair<std::uint16_t, std::uint32_t> session;
    int participants = 0;
  };
  struct Busy {
    std::int64_t end_s = 0;
    std::string id;
  };

  absl::flat_hash_map<std::string, Taken> taken_;
  // By staff member, then by start.
  std::array<std::multimap<std::int64_t, Busy>, kStaff> busy_;
  // The longest appointment ever put: how far before a span an overlap can start.
  std::int64_t longest_s_ = 0;
  absl::flat_hash_map<std::pair<std::uint16_t, std::uint32_t>, int> participants_;
};

}  // namespace bookings::sandbox::wix
