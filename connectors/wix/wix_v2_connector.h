// The connector of API v2. wix_connector.h chooses between it and v1.
#pragma once

#include "connectors/wix/wix_site.h"

namespace bookings::wix {

class V2Connector final : public SiteConnector {
 public:
  explicit V2Connector(const config::v1::ConnectionConfig& config);

  std::string_view mode() const override { return "v2"; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override;
  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override;
  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override;

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override;
  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                           std::string_view cursor) const override;

  WriteProblems CheckCreate(const CreateInput& input) const override;
  WriteProblems CheckReschedule(const RescheduleInput& input) const override;
  WriteProblems CheckUpdate(const UpdateInput& input) const override;
  WriteProblems CheckUpdateStatus(const UpdateStatusInput& input) const override;

  CreateGuarantee create_guarantee() const override;
  Step<CreatePlan> PlanCreate(const CreateInput& input) const override;
  Step<v1::Booking> SendCreate(const CreatePlan& plan,
                               const WriteIdentity& identity) const override;
  Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                  const WriteIdentity& identity) const override;
  Step<v1::Booking> CompleteCreated(const CreatePlan& plan, const WriteIdentity& identity,
                                    const v1::Booking& found) const override;

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity& identity) const override;
  Step<Written> Reschedule(const RescheduleInput& input,
                           const WriteIdentity& identity) const override;
  Step<Written> Update(const UpdateInput& input, const WriteIdentity& identity) const override;
  Step<Written> UpdateStatus(const UpdateStatusInput& input,
                             const WriteIdentity& identity) const override;

 private:
  // For what a write reads and answers.
  Mapping FullMapping() const { return MappingFor(v1::BOOKING_VIEW_FULL); }
};

}  // namespace bookings::wix
