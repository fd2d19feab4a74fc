// Maps one booking object of HostelMate (hostelmate.md 2.1): a list of nights.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Adds the booking to the page; an item without a usable id is only counted.
void AddBooking(json::Value item, const Property& property, v1::BookingView view, Page* page);

}  // namespace bookings::hostelmate
