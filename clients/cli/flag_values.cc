// See flag_values.h.
#include "clients/cli/flag_values.h"

#include <optional>

#include "absl/flags/reflection.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "google/protobuf/util/json_util.h"

namespace bookings::cli {

void ReadTimeValue(std::string_view flag, std::string_view text, const Calendar& calendar,
                   google::protobuf::Timestamp* out, Problems& problems) {
  if (const std::optional<absl::Time> time = ReadTime(text, calendar)) {
    return SetTimestamp(*time, out);
  }
  problems.push_back(absl::StrCat("--", ToAbsl(flag), ": '", ToAbsl(text),
                                  "' is no time; these are: ", kTimeWords));
}

std::string ReadDayValue(std::string_view flag, std::string_view text, const Calendar& calendar,
                         Problems& problems) {
  if (const std::optional<absl::CivilDay> day = ReadDay(text, calendar)) {
    return absl::FormatCivilTime(*day);
  }
  problems.push_back(
      absl::StrCat("--", ToAbsl(flag), ": '", ToAbsl(text), "' is no day; these are: ", kDayWords));
  return "";
}

std::string ReadOneValue(const absl::Flag<std::vector<std::string>>& flag, Problems& problems) {
  const std::vector<std::string> values = absl::GetFlag(flag);
  if (values.size() > 1) {
    problems.push_back(absl::StrCat("--", absl::GetFlagReflectionHandle(flag).Name(),
                                    ": only one is possible here"));
  }
  return values.empty() ? "" : values.front();
}

void ReadJsonObject(std::string_view flag, const std::string& json, google::protobuf::Struct* out,
                    Problems& problems) {
  if (json.empty()) return;
  if (!google::protobuf::util::JsonStringToMessage(json, out).ok()) {
    problems.push_back(absl::StrCat("--", ToAbsl(flag), ": not a JSON object"));
  }
}

}  // namespace bookings::cli
