// A write that aims at a state (cancel, reschedule, update, status): where its outcome is unclear
// it is done again from its start, which reads first and finds that it is done, or does it.
#pragma once

#include <functional>
#include <memory>

#include "service/engine/journalled_call.h"
#include "service/engine/write_drive.h"

namespace bookings {

// Lives on the loop of its connection (see JournalledCall).
class ChangeCall final : public JournalledCall {
 public:
  // The connector's operation, from its start.
  using Attempt = std::function<Step<Written>(const WriteIdentity& identity)>;

  // `plan` holds the request, for whoever takes the entry over.
  ChangeCall(WriteOrder order, internal::v1::WritePlan plan, Attempt attempt,
             std::shared_ptr<Connection> connection, const EngineOptions& options);

 protected:
  void OnStarted() override { Run(); }
  void OnTakenOver() override {
    unclear_ = true;
    Run();
  }
  internal::v1::WritePlan PlanOf() const override { return plan_; }
  void StopWork() override { drive_.reset(); }

 private:
  void Run();
  void OnWritten(WriteOutcome<Written> outcome);
  void OnFailed(const absl::Status& failure, WriteFate fate);
  void RunAgain();

  const internal::v1::WritePlan plan_;
  const Attempt attempt_;
  absl::Duration pause_;
  // An earlier request may have been carried out.
  bool unclear_ = false;
  std::unique_ptr<WriteDrive<Written>> drive_;
};

}  // namespace bookings
