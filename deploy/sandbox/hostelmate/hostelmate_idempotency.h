// HostelMate's Idempotency-Key: the header that every POST and PATCH of the client API needs, and
// the answers kept for it (hostelmate.md 1). The second layer, booking.id, is the routes' own.
#pragma once

#include <deque>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"

namespace bookings::sandbox::hostelmate {

// Guarded by the account's mutex.
class IdempotencyKeys {
 public:
  // Keys kept at once; the oldest are forgotten, as if their time were over.
  static constexpr size_t kCapacity = 100'000;

  struct Kept {
    // Method, path and body, so that equal requests have equal payloads.
    std::string payload;
    Answer answer;
    absl::Time time;
  };

  // Null: never seen, or longer ago than `life`. Valid until the next change.
  const Kept* Find(const std::string& key, absl::Time now, absl::Duration life) const;
  void Keep(const std::string& key, Kept kept);

 private:
  absl::flat_hash_map<std::string, Kept> kept_;
  std::deque<std::string> by_age_;
};

// `route` behind the header: without it 400, a repetition gets the first answer, the same key with
// another payload is refused.
Answer RunOnce(const Call& call, Answer (*route)(const Call&));

}  // namespace bookings::sandbox::hostelmate
