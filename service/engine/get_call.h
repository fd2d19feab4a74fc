// One GetBooking call: asks the vendor for the booking, or where it has no such call reads its list
// up to a bound.
#pragma once

#include <memory>
#include <string>

#include "connectors/api/connector.h"
#include "service/engine/details.h"
#include "service/engine/drive.h"
#include "service/engine/engine.h"

namespace bookings {

// Lives on the loop of its connection; only Start and Cancel may be called from elsewhere.
class BookingLookup : public GetCall, public std::enable_shared_from_this<BookingLookup> {
 public:
  BookingLookup(GetRequest request, std::shared_ptr<Connection> connection, ListPlan plan,
                EngineOptions options, Engine::Found found);

  void Start();
  void Cancel() override;

 private:
  void Ask();
  void ScanPage(const std::string& cursor);
  void OnScanned(Page page);
  void OnPage(absl::StatusOr<Page> page);
  void OnBooking(v1::Booking* booking, std::shared_ptr<google::protobuf::Arena> arena);
  void AddPerBookingDetails();
  void AddSharedDetails();
  void Finish(absl::StatusOr<FoundBooking> found);
  void FinishFound();
  absl::Status NotFound() const;

  const GetRequest request_;
  const std::shared_ptr<Connection> connection_;
  const ListPlan plan_;  // of an unfiltered list with the view of this call
  const EngineOptions options_;
  Engine::Found found_;
  CallContext context_;
  int pages_read_ = 0;
  bool doubtful_ = false;  // whether a page that was read may have been incomplete
  std::string cursor_;
  FoundBooking result_;
  std::unique_ptr<Drive<Page>> page_drive_;
  std::unique_ptr<Drive<v1::Booking>> shared_drive_;
  std::unique_ptr<DetailsRun> details_run_;
};

}  // namespace bookings
