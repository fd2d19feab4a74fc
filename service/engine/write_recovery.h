// Finds out what became of the writes that a crash left behind, and deletes those that ended long
// ago. Never sends a creation: only a caller who asks again does.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "service/engine/engine.h"
#include "service/engine/event_loop.h"
#include "service/engine/ledger.h"

namespace bookings {

// Lives on one loop; ledger and loop outlive it. To be destroyed on its loop.
class WriteRecovery : public std::enable_shared_from_this<WriteRecovery> {
 public:
  // The engine at present.
  using EngineNow = std::function<std::shared_ptr<const Engine>()>;

  // `retention`: how long ended writes are kept.
  WriteRecovery(EngineNow engine, Ledger* ledger, EventLoop* loop, WriteTimes times,
                absl::Duration retention);

  // Looks at once, and again after every lease. On the loop's thread.
  void Start();
  void Stop();

 private:
  void Look();
  void OnAbandoned(const std::vector<WriteEntry>& entries);
  void Prune();
  void ScheduleLook();

  const EngineNow engine_;
  Ledger* const ledger_;
  EventLoop* const loop_;
  const WriteTimes times_;
  const absl::Duration retention_;
  bool stopped_ = false;
  absl::Time next_prune_ = absl::InfinitePast();
  std::unique_ptr<Timer> timer_;
};

}  // namespace bookings
