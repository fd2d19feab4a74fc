// See open_streams.h.
#include "service/rpc/open_streams.h"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

// A stalled stream is found at the latest this part of a time after it.
constexpr int kLooksPerTime = 4;

absl::Status TooMany(std::string_view message) {
  return WithRetryDelay(MakeFailure(absl::StatusCode::kResourceExhausted,
                                    v1::ERROR_REASON_GATEWAY_OVERLOADED, message),
                        kStreamRetryDelay);
}

}  // namespace

absl::Status Draining() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DRAINING,
                     "the gateway is shutting down: resume elsewhere with the last page token");
}

bool OpenStreams::draining() const {
  const absl::MutexLock lock(&mutex_);
  return draining_;
}

std::vector<OpenStreamView> OpenStreams::Look() const {
  std::vector<OpenStreamView> views;
  for (const std::shared_ptr<OpenStream>& stream : Alive()) views.push_back(stream->Look());
  return views;
}

void OpenStreams::SetLimits(StreamLimits limits) {
  const absl::MutexLock lock(&mutex_);
  limits_ = limits;
}

absl::Status OpenStreams::Add(const std::shared_ptr<OpenStream>& stream, const StreamOwner& owner) {
  const absl::MutexLock lock(&mutex_);
  if (absl::Status room = CheckRoom(owner); !room.ok()) return room;
  streams_.emplace(stream.get(), Entry{stream, owner.caller});
  ++by_caller_[owner.caller];
  return absl::OkStatus();
}

absl::Status OpenStreams::CheckRoom(const StreamOwner& owner) const {
  if (draining_) return Draining();
  if (streams_.size() >= static_cast<size_t>(limits_.all)) {
    return TooMany("the gateway serves as many streams as it may");
  }
  const int most = owner.most > 0 ? owner.most : limits_.per_caller;
  const auto own = by_caller_.find(owner.caller);
  if (own != by_caller_.end() && own->second >= most) {
    return TooMany("the caller reads as many streams as it may");
  }
  return absl::OkStatus();
}

void OpenStreams::Remove(const OpenStream* stream) {
  const absl::MutexLock lock(&mutex_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  const auto own = by_caller_.find(found->second.caller);
  if (--own->second == 0) by_caller_.erase(own);
  streams_.erase(found);
}

void OpenStreams::Drain() {
  {
    const absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  for (const std::shared_ptr<OpenStream>& stream : Alive()) stream->Drain();
}

int OpenStreams::RestStalledSince(absl::Time before) {
  int rested = 0;
  for (const std::shared_ptr<OpenStream>& stream : Alive()) {
    if (stream->RestIfStalledSince(before)) ++rested;
  }
  return rested;
}

void OpenStreams::CutStalledSince(absl::Time before) {
  for (const std::shared_ptr<OpenStream>& stream : Alive()) stream->CutIfStalledSince(before);
}

std::vector<std::shared_ptr<OpenStream>> OpenStreams::Alive() const {
  std::vector<std::shared_ptr<OpenStream>> alive;
  const absl::MutexLock lock(&mutex_);
  for (const auto& [key, entry] : streams_) {
    if (std::shared_ptr<OpenStream> stream = entry.stream.lock()) {
      alive.push_back(std::move(stream));
    }
  }
  return alive;
}

StallWatch::StallWatch(OpenStreams* streams, StallTimes times)
    : streams_(streams), times_(times), thread_([this] { Run(); }) {}

StallWatch::~StallWatch() {
  {
    const absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void StallWatch::Run() {
  const absl::Duration pause = std::min(times_.rest, times_.cut) / kLooksPerTime;
  bool let_go = false;
  for (;;) {
    {
      const absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause)) return;
    }
    const absl::Time now = absl::Now();
    streams_->CutStalledSince(now - times_.cut);
    // What many streams held lies scattered over the heap, which by itself gives little of it back.
    // It is let go on other threads: by the next look all of it has been.
    if (let_go) malloc_trim(0);
    let_go = streams_->RestStalledSince(now - times_.rest) > 0;
  }
}

}  // namespace bookings
