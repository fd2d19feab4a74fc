// Tiquo's booking object, of both APIs, as a canonical booking.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"
#include "connectors/tiquo/tiquo_settings.h"

namespace bookings::tiquo {

// Adds the booking to the page; one without a usable id is only counted there.
void AddBooking(json::Value item, const Settings& settings, v1::BookingView view, Page* page);

}  // namespace bookings::tiquo
