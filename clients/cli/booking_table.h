// Bookings as rows of tables and of CSV, alike in every command.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "clients/cli/flags.h"
#include "clients/cli/record_printer.h"

namespace bookings::cli {

// Times of tables are shown in --zone, else in the booking's own zone.
RecordShape<v1::Booking> BookingShape();

// The fields of CSV in their order, which does not change; new ones come last.
std::vector<std::string> BookingCsvHeader();
std::vector<std::string> BookingCsvRow(const v1::Booking& booking);

// What the table tells of one booking, a line for each fact: nothing is left out for want of room.
void PrintBooking(const v1::Booking& booking, const Settings& settings, std::ostream& out);

// People's short form of a name, `tokyo/Zk3_pQ9xLm2A`, and the name that it stands for. What is no
// such form stays as it is.
std::string ShortName(std::string_view name);
std::string FullName(std::string_view text);

}  // namespace bookings::cli
