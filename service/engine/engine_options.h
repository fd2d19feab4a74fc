// What an engine is told when it is made: bounds, times, and what its writes need.
#pragma once

#include <cstddef>

#include "absl/time/time.h"
#include "service/engine/secret.h"

namespace bookings {

class Ledger;

// Times of writes.
struct WriteTimes {
  // How long a write belongs to its process without a sign of life.
  absl::Duration lease = absl::Seconds(15);
  // Longest time of one attempt at a vendor, which goes on where the caller's deadline has passed.
  absl::Duration attempt = absl::Seconds(30);
};

struct EngineOptions {
  // Vendor pages that a scan for one booking reads.
  int scan_pages = 50;
  // Detail calls of one list under way at a time, per source.
  int details_in_flight = 4;
  // Bookings of one source that are kept to sort them.
  size_t sort_window_bookings = 50'000;
  // What the bookings of one list may take in memory while they wait.
  size_t stream_bytes = 64 << 20;
  // Pages of one source that are read at a time, where the vendor's pages have numbers.
  int pages_in_flight = 8;
  // Windows of one list of slots that are read at a time.
  int slot_windows_in_flight = 4;
  // Null = writes are refused. Outlives the engine.
  Ledger* ledger = nullptr;
  WriteTimes write_times;
  // Makes identities of writes that nobody can foresee; see WriteIdentity.
  Secret identity_key;
};

}  // namespace bookings
