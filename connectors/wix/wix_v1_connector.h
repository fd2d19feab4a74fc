// The connector of API v1. wix_connector.h chooses between it and v2.
#pragma once

#include "connectors/wix/wix_site.h"
#include "connectors/wix/wix_v1_messages.h"

namespace bookings::wix {

class V1Connector final : public SiteConnector {
 public:
  V1Connector(const config::v1::ConnectionConfig& config, V1Method method);

  std::string_view mode() const override { return "v1"; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override;
  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override;
  NumberedPage PageAt(const ListPlan& plan, int64_t row) const override;
  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView view) const override;

  Step<SlotPlan> PlanSlots(const SlotQuery& query) const override;
  Step<SlotPage> ListSlots(const SlotPlan& plan, std::string_view window,
                           std::string_view cursor) const override;

  WriteProblems CheckCreate(const CreateInput& input) const override;
  WriteProblems CheckReschedule(const RescheduleInput& input) const override;
  WriteProblems CheckUpdateStatus(const UpdateStatusInput& input) const override;

  CreateGuarantee create_guarantee() const override;
  Step<CreatePlan> PlanCreate(const CreateInput& input) const override;
  Step<v1::Booking> SendCreate(const CreatePlan& plan,
                               const WriteIdentity& identity) const override;
  Step<FoundBookings> FindCreated(const CreatePlan& plan,
                                  const WriteIdentity& identity) const override;

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity& identity) const override;
  Step<Written> Reschedule(const RescheduleInput& input,
                           const WriteIdentity& identity) const override;
  Step<Written> UpdateStatus(const UpdateStatusInput& input,
                             const WriteIdentity& identity) const override;

 private:
  // For what a write reads and answers.
  Mapping FullMapping() const { return MappingFor(v1::BOOKING_VIEW_FULL); }

  const V1Method method_;
};

}  // namespace bookings::wix
