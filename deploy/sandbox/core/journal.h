// What a simulated vendor has committed, for tests that count: one entry for every write that
// changed something, refused ones and replays left out. Not a log of requests (request_log.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace bookings::sandbox {

struct JournalEntry {
  // Set by Record: counts from 1 since the account was made, also over Clear.
  uint64_t seq = 0;
  // The sandbox's time of the commit.
  absl::Time time;
  // "create", "cancel", "confirm", "decline", "reschedule", "update", "status", ...
  std::string operation;
  // The booking's.
  std::string id;
  // "POST /v1/bookings"
  std::string request;
  // The request's idempotency header; empty = none.
  std::string key;
  // The e-mail address given; empty = none.
  std::string customer;
  // As the vendor writes it: an instant, a local time or a night.
  std::string start;
  // The booking's status behind the write, in the vendor's word.
  std::string status;
};

// Thread-safe.
class Journal {
 public:
  // Entries kept, older ones are dropped: more than any crash run commits in one account.
  static constexpr size_t kCapacity = 1'000'000;

  void Record(JournalEntry entry);
  // Oldest first.
  std::vector<JournalEntry> Copy() const;
  void Clear();

 private:
  mutable std::mutex mutex_;
  uint64_t last_seq_ = 0;             // guarded by mutex_
  std::deque<JournalEntry> entries_;  // guarded by mutex_
};

}  // namespace bookings::sandbox
