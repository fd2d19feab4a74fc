// Requests and answers of API v2's writer (wix.md 3.5). Pure functions.
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
std::span<const Option> V2CreateOptions();
std::span<const Option> V2CancelOptions();
std::span<const Option> V2RescheduleOptions();
std::span<const Option> V2UpdateOptions();
std::span<const Option> V2StatusOptions();
// Options of V2CreateOptions that the connector reads itself.
inline constexpr std::string_view kDraft = "draft";
inline constexpr std::string_view kPaymentStatus = "paymentStatus";
inline constexpr std::string_view kSkipAvailability = "skipAvailabilityValidation";
inline constexpr std::string_view kParticipantsChoices = "participantsChoices";
inline constexpr std::string_view kFormSubmission = "formSubmission";

HttpRequest BuildV2Create(const Order& order, std::string_view mark);
// Follows the owner's approval setting, and checks availability; knows no revision.
HttpRequest BuildV2ConfirmOrDecline(const v1::Booking& booking, const Order& order);
// Takes back a booking that could not be confirmed.
HttpRequest BuildV2TakeBack(const v1::Booking& booking);

HttpRequest BuildV2Cancel(const v1::Booking& booking, const v1::CancelBookingRequest& request);
HttpRequest BuildV2Reschedule(const v1::Booking& booking, const internal::v1::SlotReference& slot,
                              const v1::RescheduleBookingRequest& request);
HttpRequest BuildV2Participants(const v1::Booking& booking,
                                const v1::UpdateBookingRequest& request);
// To CONFIRMED or DECLINED.
HttpRequest BuildV2Status(const v1::Booking& booking,
                          const v1::UpdateBookingStatusRequest& request);

// The booking that a write answers with.
absl::StatusOr<v1::Booking> ParseV2Written(HttpResponse response, const Mapping& mapping);
// What lies beside a booking in the reader's answers (price, attendance) and no write tells.
void KeepWhatLiesBeside(const v1::Booking& before, v1::Booking* after);

}  // namespace bookings::wix
