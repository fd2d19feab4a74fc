// All streams that are being served: to bound their number, to end them when the gateway stops, and
// to spend little on those whose reader does not read, and to cut them off in the end.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "service/observability/rpc_meter.h"

namespace bookings {

// UNAVAILABLE / DRAINING, of streams that end because the gateway stops.
absl::Status Draining();

// How a stream is doing.
struct OpenStreamView {
  std::string rpc;
  // Name of the caller; empty for anonymous ones.
  std::string caller;
  std::vector<std::string> connections;
  absl::Time start;
  int64_t pages = 0;
  int64_t bookings = 0;
  std::optional<WaitsFor> waits_for;
};

// A stream as OpenStreams sees it. Thread-safe.
class OpenStream {
 public:
  virtual ~OpenStream() = default;
  virtual OpenStreamView Look() const = 0;
  // Ends the stream with DRAINING behind the message that is being written.
  virtual void Drain() = 0;
  // Lets go of what was read ahead, if its reader has not taken a message since `before`; whether
  // there was anything.
  virtual bool RestIfStalledSince(absl::Time before) = 0;
  // Cuts the stream off if its reader has not taken a message since `before`.
  virtual void CutIfStalledSince(absl::Time before) = 0;
};

// Whose a stream is.
struct StreamOwner {
  // Streams with the same text are counted together.
  std::string caller;
  // How many that caller may have; 0 = StreamLimits::per_caller.
  int most = 0;
};

struct StreamLimits {
  int all = 4'096;
  int per_caller = 2'048;
};

// When a stream that was one too many is to come again: most are read within some seconds.
inline constexpr absl::Duration kStreamRetryDelay = absl::Seconds(5);

// Thread-safe; outlives its streams.
class OpenStreams {
 public:
  explicit OpenStreams(StreamLimits limits = {}) : limits_(limits) {}

  // For streams that come from now on.
  void SetLimits(StreamLimits limits);

  // A failure: the stream is to end at once with it, and is not to be removed. UNAVAILABLE /
  // DRAINING once Drain was called; RESOURCE_EXHAUSTED / GATEWAY_OVERLOADED where there are too
  // many, in all or of this caller.
  absl::Status Add(const std::shared_ptr<OpenStream>& stream, const StreamOwner& owner);
  void Remove(const OpenStream* stream);

  void Drain();
  bool draining() const;
  // In any order.
  std::vector<OpenStreamView> Look() const;
  // How many had something to let go.
  int RestStalledSince(absl::Time before);
  void CutStalledSince(absl::Time before);

 private:
  struct Entry {
    // Weak: a stream belongs to its RPC, and is only kept while it is talked to.
    std::weak_ptr<OpenStream> stream;
    std::string caller;
  };

  absl::Status CheckRoom(const StreamOwner& owner) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::shared_ptr<OpenStream>> Alive() const;

  mutable absl::Mutex mutex_;
  StreamLimits limits_ ABSL_GUARDED_BY(mutex_);
  std::map<const OpenStream*, Entry> streams_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> by_caller_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

// For how long a reader reads nothing before its stream rests, and before it is cut off.
struct StallTimes {
  absl::Duration rest = absl::Seconds(10);
  absl::Duration cut = absl::Minutes(5);
};

// Looks after stalled streams from a thread of its own, until it is destroyed.
class StallWatch {
 public:
  // `streams` outlives the watch.
  StallWatch(OpenStreams* streams, StallTimes times);
  ~StallWatch();
  StallWatch(const StallWatch&) = delete;
  StallWatch& operator=(const StallWatch&) = delete;

 private:
  void Run();

  OpenStreams* const streams_;
  const StallTimes times_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace bookings
