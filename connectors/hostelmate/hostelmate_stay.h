// The nights of a HostelMate booking and the times that follow from them (hostelmate.md 2.1, 7).
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/item_reader.h"
#include "connectors/api/json.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Fills stay, start and end of the reader's booking from its `stay_dates`.
void FillStay(json::Value stay_dates, const Property& property, ItemReader& reader);

// Puts the nights of a request, each with a date, in place of those of the booking, with the dates
// and times that follow from them. Beds are the vendor's choice and unknown.
void ReplaceNights(const v1::StayRequest& stay, const Property& property, v1::Booking* booking);

// The start of a stay whose first night this is, and the end of one whose last night it is.
absl::Time CheckInOf(absl::CivilDay night, const Property& property);
absl::Time CheckOutOf(absl::CivilDay night, const Property& property);

}  // namespace bookings::hostelmate
