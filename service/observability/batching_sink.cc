// See batching_sink.h.
#include "service/observability/batching_sink.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace bookings {

BatchingSink::BatchingSink(std::unique_ptr<SpanDestination> destination, BatchingOptions options)
    : destination_(std::move(destination)),
      options_(std::move(options)),
      thread_([this] { Work(); }) {}

void BatchingSink::Add(FinishedSpan span) {
  if (!span.span.context.sampled) return;
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && waiting_.size() < options_.waiting) {
      waiting_.push_back(std::move(span));
      // The thread waits for the first one, and then for a whole batch.
      const bool is_awaited = waiting_.size() == 1 || waiting_.size() == options_.batch;
      if (is_awaited) changed_.notify_one();
      return;
    }
  }
  Drop(1);
}

void BatchingSink::Stop() {
  if (!thread_.joinable()) return;
  bool in_time = false;
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
    in_time = ended_.wait_for(lock, absl::ToChronoMilliseconds(options_.flush),
                              [this] { return has_ended_; });
  }
  if (!in_time) destination_->Cancel();
  thread_.join();
}

void BatchingSink::Work() {
  for (Batch batch = TakeBatch(); !batch.empty(); batch = TakeBatch()) Deliver(batch);
  const std::lock_guard lock(mutex_);
  has_ended_ = true;
  ended_.notify_one();
}

BatchingSink::Batch BatchingSink::TakeBatch() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  changed_.wait_for(lock, absl::ToChronoMilliseconds(options_.every),
                    [this] { return stopping_ || waiting_.size() >= options_.batch; });
  const auto end =
      waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.batch));
  Batch batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void BatchingSink::Deliver(const Batch& batch) {
  for (int attempt = 1;; ++attempt) {
    const absl::StatusOr<size_t> taken = destination_->Send(batch, options_.timeout);
    if (taken.ok()) {
      failing_ = false;
      return Drop(batch.size() - std::min(*taken, batch.size()));
    }
    Report(taken.status());
    const bool may_retry = absl::IsUnavailable(taken.status()) && attempt < options_.attempts;
    if (!may_retry) return Drop(batch.size());
    WaitToRetry(attempt);
  }
}

void BatchingSink::WaitToRetry(int failures) {
  const absl::Duration wait = options_.first_wait * std::exp2(failures - 1);
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoMilliseconds(wait), [this] { return stopping_; });
}

void BatchingSink::Report(const absl::Status& problem) {
  if (!failing_ && options_.report) options_.report(problem);
  failing_ = true;
}

}  // namespace bookings
