// CSV by RFC 4180, for spreadsheets and scripts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bookings::cli {

// One line with its CRLF. Customers write what stands in fields, and spreadsheets run what looks
// like a formula: text that begins with =, +, -, @, a tab or a line break gets an apostrophe before
// it, unless it is a number or a telephone number.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace bookings::cli
