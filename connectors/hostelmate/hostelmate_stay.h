// The nights of a HostelMate booking and the times that follow from them (hostelmate.md 2.1, 7).
#pragma once

#include "connectors/api/item_reader.h"
#include "connectors/api/json.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Fills stay, start and end of the reader's booking from its `stay_dates`.
void FillStay(json::Value stay_dates, const Property& property, ItemReader& reader);

}  // namespace bookings::hostelmate
