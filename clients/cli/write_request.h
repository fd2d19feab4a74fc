// The flags of bookctl's writes as requests. All problems go to stderr at once; then there is no
// request. What the gateway checks itself is left to it.
#pragma once

#include <optional>
#include <string>

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

std::optional<v1::CreateBookingRequest> ReadCreateRequest(const Settings& settings);
std::optional<v1::CancelBookingRequest> ReadCancelRequest(const std::string& name);
std::optional<v1::RescheduleBookingRequest> ReadRescheduleRequest(const Settings& settings,
                                                                  const std::string& name);
std::optional<v1::UpdateBookingStatusRequest> ReadStatusRequest(const std::string& name,
                                                                const std::string& word);

}  // namespace bookings::cli
