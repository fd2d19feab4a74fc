// Moving a booking at a vendor that cannot: books the new time first, then cancels the old one, and
// takes the new one back where the old one cannot be cancelled. Its parts are entries of the ledger
// of their own, so that every process can go on where another stopped.
#pragma once

#include <memory>
#include <string>

#include "service/engine/journalled_call.h"

namespace bookings {

// Lives on the loop of its connection (see JournalledCall).
class ReplacementCall final : public JournalledCall {
 public:
  ReplacementCall(WriteOrder order, RescheduleInput input, std::shared_ptr<Connection> connection,
                  const EngineOptions& options);

 protected:
  void OnStarted() override;
  void OnTakenOver() override;
  internal::v1::WritePlan PlanOf() const override;
  void StopWork() override;
  bool makes_booking() const override { return true; }

 private:
  using Part = void (ReplacementCall::*)(const absl::StatusOr<WriteAnswer>&);

  void ReadOld();
  void OnOld(absl::StatusOr<FoundBooking> found);
  absl::Status CheckOld() const;
  void Journal();
  void BookNew();
  void OnNew(const absl::StatusOr<WriteAnswer>& answer);
  void CancelOld();
  void OnOldCancelled(const absl::StatusOr<WriteAnswer>& answer);
  void CancelNew(const absl::Status& why);
  void OnNewCancelled(const absl::StatusOr<WriteAnswer>& answer);
  CreateInput NewBooking() const;
  void RunCancel(const v1::Booking& booking, std::string_view part, Part then);
  WriteOrder OrderOf(std::string_view part, Part then);

  RescheduleInput input_;
  // Of this connection alone, for the parts.
  const Engine engine_;
  bool taken_over_ = false;
  v1::Booking old_;
  v1::Booking new_;
  absl::Status why_undone_;
  std::shared_ptr<GetCall> lookup_;
};

}  // namespace bookings
