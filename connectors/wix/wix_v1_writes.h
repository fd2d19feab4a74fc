// Requests and answers of API v1's writes (wix.md 2.1, 2.4). Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/http_exchange.h"
#include "connectors/wix/wix_body.h"
#include "connectors/wix/wix_order.h"
#include "connectors/wix/wix_parts.h"

namespace bookings::wix {

// What vendor_options takes, by operation.
std::span<const Option> V1CreateOptions();
std::span<const Option> V1CancelOptions();
std::span<const Option> V1RescheduleOptions();
std::span<const Option> V1StatusOptions();
// Read by the connector.
inline constexpr std::string_view kAffectedSchedules = "affectedSchedules";
inline constexpr std::string_view kPaymentSelection = "paymentSelection";
inline constexpr std::string_view kRateLabel = "rateLabel";

HttpRequest BuildV1Book(const Order& order, std::string_view mark);
HttpRequest BuildV1Cancel(const v1::Booking& booking, const v1::CancelBookingRequest& request);
HttpRequest BuildV1Reschedule(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                              const v1::RescheduleBookingRequest& request);
// To CONFIRMED or DECLINED.
HttpRequest BuildV1Status(const v1::Booking& booking,
                          const v1::UpdateBookingStatusRequest& request);

// The booking that booking and rescheduling answer with.
absl::StatusOr<v1::Booking> ParseV1Written(HttpResponse response, const Mapping& mapping);

}  // namespace bookings::wix
