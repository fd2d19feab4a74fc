// Takes spans from all threads and hands them on in batches, on a thread of its own. Knows no
// collector; that is a SpanDestination.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/observability/spans.h"

namespace bookings {

// Spans that may wait: some MiB, and a second's worth of a few hundred sampled calls.
inline constexpr size_t kMaxWaitingSpans = 4096;
// Spans that are sent at once: what collectors' own clients send.
inline constexpr size_t kMaxBatchSpans = 512;
// How long a span waits for others.
inline constexpr absl::Duration kBatchEvery = absl::Seconds(1);
// Longest time of one attempt: a collector that takes longer is drowning.
inline constexpr absl::Duration kSendTimeout = absl::Seconds(5);
// Attempts for one batch, the first included; with the waits below they outlast a collector's
// restart of some seconds, and the queue holds what comes meanwhile.
inline constexpr int kMaxSendAttempts = 4;
// The wait after the first failure, which doubles with each. Without chance: each replica sends
// once a second anyway.
inline constexpr absl::Duration kFirstSendWait = absl::Milliseconds(500);
// How long a stop waits for what is left to be sent: less than what a stop takes anyway.
inline constexpr absl::Duration kFlushTime = absl::Seconds(2);

// Where batches go.
class SpanDestination {
 public:
  virtual ~SpanDestination() = default;

  // Blocks until the batch is delivered, for `timeout` at most; how many spans were taken. Only
  // UNAVAILABLE is worth another attempt. Called on one thread.
  virtual absl::StatusOr<size_t> Send(const std::vector<FinishedSpan>& batch,
                                      absl::Duration timeout) = 0;
  // Ends the Send that runs, and all later ones at once. Called on another thread.
  virtual void Cancel() = 0;
};

struct BatchingOptions {
  size_t waiting = kMaxWaitingSpans;
  size_t batch = kMaxBatchSpans;
  absl::Duration every = kBatchEvery;
  absl::Duration timeout = kSendTimeout;
  int attempts = kMaxSendAttempts;
  absl::Duration first_wait = kFirstSendWait;
  absl::Duration flush = kFlushTime;
  // Told why spans do not arrive, once until some do again; on the sink's thread. May be empty.
  std::function<void(const absl::Status& problem)> report;
};

class BatchingSink final : public SpanSink {
 public:
  explicit BatchingSink(std::unique_ptr<SpanDestination> destination, BatchingOptions options = {});
  ~BatchingSink() override { Stop(); }

  void Add(FinishedSpan span) override;
  // Sends what waits, for `flush` at most; what is left then is dropped, as is all that comes
  // later. Idempotent; for one thread.
  void Stop();

  // Sampled spans that no destination took, since the start.
  int64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  using Batch = std::vector<FinishedSpan>;

  void Work();
  // Waits for spans; empty = the sink stops and none waits.
  Batch TakeBatch();
  void Deliver(const Batch& batch);
  // Waits after so many failures, or until the sink stops: then there is no time to lose.
  void WaitToRetry(int failures);
  void Report(const absl::Status& problem);
  void Drop(size_t spans) { dropped_.fetch_add(static_cast<int64_t>(spans)); }

  const std::unique_ptr<SpanDestination> destination_;
  const BatchingOptions options_;
  std::atomic<int64_t> dropped_ = 0;
  // Whether the last attempt failed; of the sink's thread.
  bool failing_ = false;
  std::mutex mutex_;
  // There is something to do; for the sink's thread.
  std::condition_variable changed_;
  // It has ended; for who stops it.
  std::condition_variable ended_;
  std::deque<FinishedSpan> waiting_;  // guarded by mutex_, as what follows
  bool stopping_ = false;
  bool has_ended_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace bookings
