// See timer_queue.h.
#include "service/engine/timer_queue.h"

namespace bookings {

class TimerQueue::Entry : public Timer {
 public:
  Entry(std::weak_ptr<Entries> entries, Key key) : entries_(std::move(entries)), key_(key) {}
  ~Entry() override {
    const std::shared_ptr<Entries> entries = entries_.lock();
    if (entries == nullptr) return;
    // Taken out first: what the task holds may cancel other timers when it is destroyed.
    auto cancelled = entries->extract(key_);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  std::weak_ptr<Entries> entries_;
  Key key_;
};

std::unique_ptr<Timer> TimerQueue::Add(absl::Time when, EventLoop::Task task) {
  const Key key(when, next_id_++);
  entries_->emplace(key, std::move(task));
  return std::make_unique<Entry>(entries_, key);
}

absl::Time TimerQueue::NextDue() const {
  return entries_->empty() ? absl::InfiniteFuture() : entries_->begin()->first.first;
}

void TimerQueue::RunDue(absl::Time now) {
  const uint64_t added_meanwhile = next_id_;
  while (!entries_->empty()) {
    const auto first = entries_->begin();
    if (first->first.first > now || first->first.second >= added_meanwhile) return;
    EventLoop::Task task = std::move(first->second);
    entries_->erase(first);
    std::move(task)();
  }
}

void TimerQueue::Clear() {
  while (!entries_->empty()) {
    auto cancelled = entries_->extract(entries_->begin());
  }
}

}  // namespace bookings
