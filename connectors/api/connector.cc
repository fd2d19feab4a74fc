// The defaults of connector.h: an operation that a connector leaves out is UNIMPLEMENTED.
#include "connectors/api/connector.h"

namespace bookings {
namespace {

absl::Status Unsupported() {
  return MakeFailure(absl::StatusCode::kUnimplemented, v1::ERROR_REASON_OPERATION_UNSUPPORTED,
                     "this vendor's API has no such operation");
}

}  // namespace

NumberedPage Connector::PageAt(const ListPlan&, int64_t) const { return {}; }
Step<Page> Connector::GetBooking(std::string_view, v1::BookingView) const { return Unsupported(); }
Step<v1::Booking> Connector::FetchDetails(const v1::Booking&) const { return Unsupported(); }
Step<v1::Booking> Connector::FetchSharedDetails() const { return Unsupported(); }
Step<SlotPlan> Connector::PlanSlots(const SlotQuery&) const { return Unsupported(); }
Step<SlotPage> Connector::ListSlots(const SlotPlan&, std::string_view, std::string_view) const {
  return Unsupported();
}
WriteProblems Connector::CheckCreate(const CreateInput&) const { return {}; }
WriteProblems Connector::CheckCancel(const CancelInput&) const { return {}; }
WriteProblems Connector::CheckReschedule(const RescheduleInput&) const { return {}; }
WriteProblems Connector::CheckUpdate(const UpdateInput&) const { return {}; }
WriteProblems Connector::CheckUpdateStatus(const UpdateStatusInput&) const { return {}; }
CreateGuarantee Connector::create_guarantee() const { return {}; }
Step<CreatePlan> Connector::PlanCreate(const CreateInput&) const { return Unsupported(); }
Step<v1::Booking> Connector::SendCreate(const CreatePlan&, const WriteIdentity&) const {
  return Unsupported();
}
Step<FoundBookings> Connector::FindCreated(const CreatePlan&, const WriteIdentity&) const {
  return Unsupported();
}
Step<v1::Booking> Connector::CompleteCreated(const CreatePlan&, const WriteIdentity&,
                                             const v1::Booking& found) const {
  return found;
}
Step<Written> Connector::Cancel(const CancelInput&, const WriteIdentity&) const {
  return Unsupported();
}
Step<Written> Connector::Reschedule(const RescheduleInput&, const WriteIdentity&) const {
  return Unsupported();
}
Step<Written> Connector::Update(const UpdateInput&, const WriteIdentity&) const {
  return Unsupported();
}
Step<Written> Connector::UpdateStatus(const UpdateStatusInput&, const WriteIdentity&) const {
  return Unsupported();
}
Step<Tokens> Connector::ExchangeTokens(std::string_view) const { return Unsupported(); }

}  // namespace bookings
