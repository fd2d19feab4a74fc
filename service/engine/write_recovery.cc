// See write_recovery.h.
#include "service/engine/write_recovery.h"

#include <utility>

#include "service/engine/ledger_task.h"

namespace bookings {
namespace {

// Entries that are taken over at a time: each causes a look-up at its vendor.
constexpr int kEntriesPerLook = 16;
constexpr absl::Duration kPruneInterval = absl::Hours(1);

}  // namespace

WriteRecovery::WriteRecovery(EngineNow engine, Ledger* ledger, EventLoop* loop, WriteTimes times,
                             absl::Duration retention)
    : engine_(std::move(engine)),
      ledger_(ledger),
      loop_(loop),
      times_(times),
      retention_(retention) {}

void WriteRecovery::Start() { Look(); }

void WriteRecovery::Stop() {
  stopped_ = true;
  timer_.reset();
}

void WriteRecovery::ScheduleLook() {
  timer_ = loop_->CallAt(loop_->Now() + times_.lease, [this] { Look(); });
}

void WriteRecovery::Look() {
  ScheduleLook();
  Prune();
  InLedger<std::vector<WriteEntry>>(
      *ledger_, *loop_,
      [lease = times_.lease](LedgerStore& store) {
        // A caller who asks again comes first.
        return store.TakeAbandoned(lease, lease, kEntriesPerLook);
      },
      [self = shared_from_this()](const absl::StatusOr<std::vector<WriteEntry>>& entries) {
        if (!self->stopped_ && entries.ok()) self->OnAbandoned(*entries);
      });
}

void WriteRecovery::OnAbandoned(const std::vector<WriteEntry>& entries) {
  const std::shared_ptr<const Engine> engine = engine_();
  for (const WriteEntry& entry : entries) {
    if (entry.state == WriteState::kSending &&
        engine->Recover(entry) != Engine::Recovery::kNotNeeded) {
      continue;
    }
    InLedger<bool>(
        *ledger_, *loop_,
        [claim = Claim{entry.key, entry.fence}](LedgerStore& store) {
          return store.Release(claim);
        },
        [](const absl::StatusOr<bool>&) {});
  }
}

void WriteRecovery::Prune() {
  if (loop_->Now() < next_prune_) return;
  next_prune_ = loop_->Now() + kPruneInterval;
  InLedger<int64_t>(
      *ledger_, *loop_,
      [retention = retention_](LedgerStore& store) { return store.Prune(retention); },
      [self = shared_from_this()](absl::StatusOr<int64_t> pruned) {
        // A store deletes a bounded number at a time: there may be more.
        if (pruned.ok() && *pruned > 0) self->next_prune_ = absl::InfinitePast();
      });
}

}  // namespace bookings
