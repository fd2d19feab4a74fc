// Maps one booking object of Jicoo (jicoo.md 2.1). Its guests are not in it: see jicoo_contacts.h.
#pragma once

#include <string_view>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"

namespace bookings::jicoo {

// Adds the booking to the page; an item without a usable uid is only counted.
void AddBooking(json::Value item, std::string_view connection_id, v1::BookingView view, Page* page);

}  // namespace bookings::jicoo
