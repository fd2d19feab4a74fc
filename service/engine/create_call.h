// One creation of a booking: planned, sent once, and followed up until it is known what became of
// it. docs/exactly-once.md draws it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/engine/drive.h"
#include "service/engine/journalled_call.h"
#include "service/engine/write_drive.h"

namespace bookings {

// Whether a request may be sent, or only what was sent be found out about.
enum class CreateMode { kSend, kOnlyResolve };

// Lives on the loop of its connection (see JournalledCall).
class CreateCall final : public JournalledCall {
 public:
  CreateCall(WriteOrder order, CreateInput input, CreateMode mode,
             std::shared_ptr<Connection> connection, const EngineOptions& options);

 protected:
  void OnStarted() override;
  void OnTakenOver() override;
  internal::v1::WritePlan PlanOf() const override;
  std::string RivalryOf() const override { return plan_.rivalry; }
  void StopWork() override;
  bool makes_booking() const override { return true; }
  void OnCallerGone() override;

 private:
  void Plan();
  void Send();
  void OnSent(WriteOutcome<v1::Booking> outcome);
  // Looks for what a request of unclear outcome has made.
  void Resolve();
  void OnFound(absl::StatusOr<FoundBookings> found);
  void DropAdopted(std::vector<v1::Booking> candidates);
  void Choose(std::vector<v1::Booking> candidates);
  void Adopt(const v1::Booking& booking);
  void OnAbsent();
  void OnSurelyAbsent();
  bool MaySend() const;
  // `cause`: why the last look told nothing, if it failed.
  void LookAgain(std::string_view doubt, const absl::Status& cause = absl::OkStatus());
  void Finish(v1::Booking booking);
  void SettleFrom(absl::Time last_possible_send);

  CreateInput input_;
  const CreateMode mode_;
  CreatePlan plan_;
  // A look that begins from then on and finds nothing shows that nothing was made. The answer may
  // come much later than it was true: this process can be stopped meanwhile.
  absl::Time settled_at_ = absl::InfinitePast();
  absl::Time looked_at_;  // when the last look began
  // What the vendor said last, where that was no.
  absl::Status refusal_;
  // The vendor has said yes: what is not found yet is not sent again.
  bool accepted_ = false;
  // Times that this call has sent.
  int rounds_ = 0;
  bool taken_over_ = false;
  absl::Duration look_pause_;
  std::unique_ptr<Drive<CreatePlan>> plan_drive_;
  std::unique_ptr<Drive<FoundBookings>> find_drive_;
  std::unique_ptr<WriteDrive<v1::Booking>> write_drive_;
};

}  // namespace bookings
