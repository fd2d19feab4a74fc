// Bookings as rows of a table, alike in every command.
#pragma once

#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"
#include "clients/cli/table.h"

namespace bookings::cli {

std::vector<Column> BookingColumns();
// Times are shown in --zone, else in the booking's own zone.
std::vector<Cell> BookingRow(const v1::Booking& booking, const Settings& settings);

// One booking alone, with its header, on the stream.
void PrintBooking(const v1::Booking& booking, const Settings& settings, std::ostream& out);

}  // namespace bookings::cli
