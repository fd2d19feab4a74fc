// The values of flags as parts of requests; what is wrong becomes a problem that names the flag and
// what is allowed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/flags/flag.h"
#include "clients/cli/problems.h"
#include "clients/cli/time_words.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace bookings::cli {

void ReadTimeValue(std::string_view flag, std::string_view text, const Calendar& calendar,
                   google::protobuf::Timestamp* out, Problems& problems);
// A civil date as YYYY-MM-DD; empty with a problem.
std::string ReadDayValue(std::string_view flag, std::string_view text, const Calendar& calendar,
                         Problems& problems);

// The one value of a flag that other commands let hold several.
std::string ReadOneValue(const absl::Flag<std::vector<std::string>>& flag, Problems& problems);

// `{"upcoming": true}`.
void ReadJsonObject(std::string_view flag, const std::string& json, google::protobuf::Struct* out,
                    Problems& problems);

}  // namespace bookings::cli
