// The defaults of connector.h: an operation that a connector leaves out is UNIMPLEMENTED.
#include "connectors/api/connector.h"

namespace bookings {
namespace {

absl::Status Unsupported() {
  return MakeFailure(absl::StatusCode::kUnimplemented, v1::ERROR_REASON_OPERATION_UNSUPPORTED,
                     "this vendor's API has no such operation");
}

}  // namespace

Step<Page> Connector::GetBooking(std::string_view, v1::BookingView) const { return Unsupported(); }
Step<v1::Booking> Connector::FetchDetails(const v1::Booking&) const { return Unsupported(); }
Step<v1::Booking> Connector::FetchSharedDetails() const { return Unsupported(); }
Step<Tokens> Connector::ExchangeTokens(std::string_view) const { return Unsupported(); }

}  // namespace bookings
