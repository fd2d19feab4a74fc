// See open_streams.h.
#include "service/rpc/open_streams.h"

#include "absl/time/clock.h"

namespace bookings {
namespace {

// A stalled stream is found at the latest this part of the timeout after it.
constexpr int kLooksPerTimeout = 4;

}  // namespace

bool OpenStreams::Add(const std::shared_ptr<OpenStream>& stream) {
  const absl::MutexLock lock(&mutex_);
  if (draining_) return false;
  streams_.emplace(stream.get(), stream);
  return true;
}

void OpenStreams::Remove(const OpenStream* stream) {
  const absl::MutexLock lock(&mutex_);
  streams_.erase(stream);
}

void OpenStreams::Drain() {
  {
    const absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  for (const std::shared_ptr<OpenStream>& stream : Alive()) stream->Drain();
}

void OpenStreams::CutStalledSince(absl::Time before) {
  for (const std::shared_ptr<OpenStream>& stream : Alive()) stream->CutIfStalledSince(before);
}

std::vector<std::shared_ptr<OpenStream>> OpenStreams::Alive() const {
  std::vector<std::shared_ptr<OpenStream>> alive;
  const absl::MutexLock lock(&mutex_);
  for (const auto& [key, weak] : streams_) {
    if (std::shared_ptr<OpenStream> stream = weak.lock()) alive.push_back(std::move(stream));
  }
  return alive;
}

StallWatch::StallWatch(OpenStreams* streams, absl::Duration timeout)
    : streams_(streams), timeout_(timeout), thread_([this] { Run(); }) {}

StallWatch::~StallWatch() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void StallWatch::Run() {
  const absl::Duration pause = timeout_ / kLooksPerTimeout;
  for (;;) {
    {
      const absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
    }
    streams_->CutStalledSince(absl::Now() - timeout_);
  }
}

}  // namespace bookings
