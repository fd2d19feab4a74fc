// One HostelMate account: a property, its key, its bookings and guests, and what writes leave
// behind.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/hostelmate/hostelmate_idempotency.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"
#include "deploy/sandbox/hostelmate/hostelmate_rooms.h"
#include "deploy/sandbox/hostelmate/hostelmate_stays.h"
#include "deploy/sandbox/hostelmate/hostelmate_switches.h"

namespace bookings::sandbox::hostelmate {

// One line of a booking's log (hostelmate.md 2.8).
struct LogLine {
  uint64_t id = 0;
  std::string status;
  std::string previous_status;
  int64_t time_ms = 0;
};

class HostelmateAccount : public Account {
 public:
  HostelmateAccount(std::string account_name, std::string api_key, const Generator& rows,
                    Property the_property)
      : Account(std::move(account_name), SwitchSpecs()),
        key(std::move(api_key)),
        generator(rows),
        property(std::move(the_property)),
        store(rows.rows, [rows](uint64_t number) { return rows.Make(number); }),
        ids_(rows.seed, kIdStream) {}

  // A UUID that no generated row has.
  std::string NewId() { return NextUuid(ids_); }

  // Takes or frees beds as the row's status says; every write and control change ends here.
  void Settle(const Row& row) {
    HoldsBeds(row) ? stays.Put(row.id, row.stay_dates) : stays.Remove(row.id);
  }

  bool HoldsBeds(const Row& row) const {
    if (row.status == "cancelled") return switches.Is(kCancelFrees, "no");
    // hostelmate.md 7.6.
    return row.status != "Waiting List" && row.status != "Paid No Show";
  }

  const std::string key;
  const Generator generator;
  const Property property;
  RowStore<Row> store;
  Stays stays;
  IdempotencyKeys keys;
  // Guests that creates have made, and all that went with their last booking.
  std::vector<Guest> made_guests;
  absl::flat_hash_set<std::string> deleted_guests;
  // By booking.
  absl::flat_hash_map<std::string, std::vector<LogLine>> logs;
  uint64_t log_lines = 0;

 private:
  static constexpr uint64_t kIdStream = 0x6d616465;

  Rng ids_;
};

inline HostelmateAccount& AccountOf(const Call& call) {
  return static_cast<HostelmateAccount&>(call.account);
}

}  // namespace bookings::sandbox::hostelmate
