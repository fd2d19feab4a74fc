// All streams that are being served: to end them when the gateway stops, and to cut off those whose
// reader does not read.
#pragma once

#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace bookings {

// A stream as OpenStreams sees it. Thread-safe.
class OpenStream {
 public:
  virtual ~OpenStream() = default;
  // Ends the stream with DRAINING behind the message that is being written.
  virtual void Drain() = 0;
  // Cuts the stream off if its reader has not taken a message since `before`.
  virtual void CutIfStalledSince(absl::Time before) = 0;
};

// Thread-safe; outlives its streams.
class OpenStreams {
 public:
  // False once Drain was called: the stream is to end at once.
  bool Add(const std::shared_ptr<OpenStream>& stream);
  void Remove(const OpenStream* stream);

  void Drain();
  void CutStalledSince(absl::Time before);

 private:
  std::vector<std::shared_ptr<OpenStream>> Alive() const;

  mutable absl::Mutex mutex_;
  // Weak: a stream belongs to its RPC, and is only kept while it is talked to.
  std::map<const OpenStream*, std::weak_ptr<OpenStream>> streams_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

// Looks after stalled streams from a thread of its own, until it is destroyed.
class StallWatch {
 public:
  // `streams` outlives the watch.
  StallWatch(OpenStreams* streams, absl::Duration timeout);
  ~StallWatch();
  StallWatch(const StallWatch&) = delete;
  StallWatch& operator=(const StallWatch&) = delete;

 private:
  void Run();

  OpenStreams* const streams_;
  const absl::Duration timeout_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace bookings
