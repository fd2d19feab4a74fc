// The plan of a list in words for people.
#pragma once

#include <string>
#include <vector>

#include "bookings/v1/bookings.pb.h"

namespace bookings::cli {

// A paragraph for each source, in lines of at most `width` cells, and the sum of the vendor calls.
std::string PlanText(const v1::ListPlan& plan, int width, bool color);

std::vector<std::string> PlanCsvHeader();
std::vector<std::string> PlanCsvRow(const v1::SourcePlan& source);

}  // namespace bookings::cli
