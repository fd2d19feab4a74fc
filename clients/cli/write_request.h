// The flags of bookctl's writes as requests. What the gateway checks itself is left to it.
#pragma once

#include <string>

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"
#include "clients/cli/problems.h"

namespace bookings::cli {

v1::CreateBookingRequest ReadCreateRequest(const Settings& settings, Problems& problems);
v1::CancelBookingRequest ReadCancelRequest(const std::string& name, Problems& problems);
v1::RescheduleBookingRequest ReadRescheduleRequest(const Settings& settings,
                                                   const std::string& name, Problems& problems);
v1::UpdateBookingStatusRequest ReadStatusRequest(const std::string& name, const std::string& word,
                                                 Problems& problems);

}  // namespace bookings::cli
