// What all writes have in common: the entry in the ledger that they hold, the caller who waits for
// them or has gone, and how they end. A process that drains does not wait: it gives the entry back,
// and the caller's next attempt goes on with it elsewhere, at once. What is sent, and what follows
// from an unclear outcome, is create_call.h and change_call.h.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/writes.h"
#include "service/engine/connection.h"
#include "service/engine/engine.h"
#include "service/engine/ledger.h"
#include "service/engine/running_writes.h"
#include "service/engine/sender.h"
#include "service/engine/writes.h"

namespace bookings {

// An answer this long before the deadline tells the caller more than the deadline itself.
inline constexpr absl::Duration kAnswerMargin = absl::Milliseconds(500);

// Who asks for a write, and under which name.
struct WriteOrder {
  WriteKey key;
  std::string fingerprint;
  absl::Time deadline = absl::InfiniteFuture();
  Secret caller_token;
  TraceContext trace;
  WriteDone done;
};

// Lives on the loop of its connection; only Start, Resume and Cancel may be called from elsewhere.
// Kept by the connection's RunningWrites until it has ended.
class JournalledCall : public WriteCall,
                       public RunningWrite,
                       public std::enable_shared_from_this<JournalledCall> {
 public:
  JournalledCall(WriteOrder order, std::shared_ptr<Connection> connection,
                 const EngineOptions& options);

  // Claims the entry and begins, or answers what the ledger knows.
  void Start();
  // Goes on with an entry that was left behind and is claimed already; nobody waits for the answer.
  void Resume(WriteEntry entry);

  void Cancel() override;
  void Stop() override;
  void HandOver() override;
  void HandOverIfItWaits() override;

 protected:
  using Passed = absl::AnyInvocable<void(absl::StatusOr<CallContext>) &&>;

  // A fresh entry is held.
  virtual void OnStarted() = 0;
  // An entry is held whose latest request may have been carried out.
  virtual void OnTakenOver() = 0;
  // What must be in the ledger before a request is sent.
  virtual internal::v1::WritePlan PlanOf() const = 0;
  // Text that look-ups go by; empty = they cannot be mistaken.
  virtual std::string RivalryOf() const { return ""; }
  // Ends the vendor calls.
  virtual void StopWork() = 0;
  // Whether failures say what became of a booking that was to be made (metadata `booking_state`).
  virtual bool makes_booking() const { return false; }
  // The caller has gone while something may have been carried out, and is answered: what is under
  // way goes on.
  virtual void OnCallerGone() {}

  // The gate of WriteDrive: marks the entry as being sent.
  void PassGate(Passed passed);

  // These end the call.
  void FinishDone(internal::v1::WriteResult result, const std::string& adopted);
  // It was undone again: every repetition is told so.
  void FinishFailed(const absl::Status& failure);
  // Nothing is changed at the vendor: the entry is released.
  void FinishUndone(const absl::Status& failure);
  // What became of it cannot be told now: the entry stays, for whoever comes next.
  void FinishUnclear(const absl::Status& failure);
  // The same, as OUTCOME_UNKNOWN; `cause`: the failure that keeps it from being told, if one does.
  void FinishUnknown(std::string_view why, std::optional<absl::Duration> retry_delay,
                     const absl::Status& cause = absl::OkStatus());
  // The entry was taken over by another process, which decides.
  void FinishLost();

  const Connection& connection() const { return *connection_; }
  const std::shared_ptr<Connection>& shared_connection() const { return connection_; }
  const EngineOptions& options() const { return options_; }
  Ledger& ledger() const { return *options_.ledger; }
  EventLoop& loop() const { return *connection_->loop; }
  const WriteEntry& entry() const { return entry_; }
  Claim claim() const { return {entry_.key, entry_.fence}; }
  WriteIdentity identity() const;
  // Requests marked as being sent, by whomever.
  int64_t sends() const { return entry_.sends; }
  absl::Time deadline() const { return order_.deadline; }
  // For vendor calls that only read: bounded by the caller's deadline while it waits.
  CallContext ReadContext() const;
  // How long at most what was sent is followed up without a caller.
  absl::Duration FollowUpTime() const;
  bool caller_gone() const { return !order_.done; }
  bool ended() const { return ended_; }
  // Runs `task` later unless the call has ended; one at a time.
  void After(absl::Duration delay, EventLoop::Task task);
  // The same for what another process can wait for as well: where this one drains, the call ends.
  void Wait(absl::Duration delay, EventLoop::Task task);

 private:
  void Begin();
  void OnBegun(absl::StatusOr<BegunWrite> begun);
  void AnswerAgain(const std::string& recorded);
  void Hold(WriteEntry entry);
  void OnMarked(absl::StatusOr<Marked> marked, absl::Time asked, Passed passed);
  void WaitForRival(Passed passed);
  void Refuse(Passed passed, const absl::Status& failure);
  void ScheduleRenewal();
  void OnDeadline();
  void LeaveCaller(const absl::Status& failure);
  absl::Status WithState(const absl::Status& failure, std::string_view state) const;
  void Answer(absl::StatusOr<WriteAnswer> answer);
  void Record(internal::v1::WriteResult result, const std::string& adopted, int attempt);
  void OnRecorded(absl::StatusOr<Completed> completed, internal::v1::WriteResult result,
                  const std::string& adopted, int attempt);
  void GiveBack(absl::Duration lease);
  void End();

  WriteOrder order_;
  const std::shared_ptr<Connection> connection_;
  const EngineOptions options_;
  WriteEntry entry_;
  bool held_ = false;
  bool ended_ = false;
  // A request that changes something is under way or its outcome unclear.
  bool exposed_ = false;
  // Nothing is under way but a timer.
  bool waits_ = false;
  std::unique_ptr<Timer> deadline_timer_;
  std::unique_ptr<Timer> renewal_;
  std::unique_ptr<Timer> later_;
};

}  // namespace bookings
