// CreateBooking with validate_only: plans the booking, which only reads, and tells what is known of
// it beforehand.
#pragma once

#include <memory>

#include "service/engine/connection.h"
#include "service/engine/drive.h"
#include "service/engine/writes.h"

namespace bookings {

// Lives on the loop of its connection; only Start and Cancel may be called from elsewhere.
class PreviewCall final : public WriteCall, public std::enable_shared_from_this<PreviewCall> {
 public:
  PreviewCall(WriteRequest<v1::CreateBookingRequest> request,
              std::shared_ptr<Connection> connection, WriteDone done);

  void Start();
  void Cancel() override;

 private:
  void Plan();
  void Finish(absl::StatusOr<WriteAnswer> answer);

  const WriteRequest<v1::CreateBookingRequest> request_;
  const std::shared_ptr<Connection> connection_;
  WriteDone done_;
  std::unique_ptr<Drive<CreatePlan>> drive_;
};

}  // namespace bookings
