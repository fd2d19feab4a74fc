// The bounded list behind the journal of an account.
#include "deploy/sandbox/core/journal.h"

#include <mutex>
#include <utility>

namespace bookings::sandbox {

void Journal::Record(JournalEntry entry) {
  const std::lock_guard lock(mutex_);
  entry.seq = ++last_seq_;
  if (entries_.size() == kCapacity) entries_.pop_front();
  entries_.push_back(std::move(entry));
}

std::vector<JournalEntry> Journal::Copy() const {
  const std::lock_guard lock(mutex_);
  return {entries_.begin(), entries_.end()};
}

void Journal::Clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
}

}  // namespace bookings::sandbox
