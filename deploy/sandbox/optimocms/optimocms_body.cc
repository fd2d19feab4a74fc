// The checks of a body's fields.
#include "deploy/sandbox/optimocms/optimocms_body.h"

#include <algorithm>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/weekly_schedule.h"

namespace bookings::sandbox::optimocms {

BodyReader::BodyReader(const Call& call, const std::vector<std::string_view>& fields)
    : call_(call) {
  const std::optional<Json> parsed = ParseJson(call.request.body);
  if (!parsed || !parsed->is_object()) {
    malformed_ = true;
    return;
  }
  body_ = *parsed;
  if (call.account.switches.Is("unknown_field", "ignore")) return;
  for (const auto& [name, value] : body_.items()) {
    const bool known = std::find(fields.begin(), fields.end(), name) != fields.end();
    if (!known) Fail(name, "is not known");
  }
}

void BodyReader::Fail(std::string_view name, std::string_view what) { errors_.emplace(name, what); }

std::optional<std::string> BodyReader::Text(std::string_view name, Presence presence) {
  const std::string key(name);
  if (!body_.contains(key)) {
    if (presence == Presence::kRequired) Fail(name, "is required");
    return std::nullopt;
  }
  if (!body_[key].is_string()) {
    Fail(name, "must be a string");
    return std::nullopt;
  }
  return body_[key].get<std::string>();
}

std::optional<absl::CivilDay> BodyReader::Day(std::string_view name) {
  const std::optional<std::string> text = Text(name, Presence::kRequired);
  if (!text) return std::nullopt;
  const std::optional<absl::CivilDay> day = ParseDate(*text);
  if (!day) Fail(name, "must be YYYY-MM-DD");
  return day;
}

std::optional<int64_t> BodyReader::Start(std::string_view name,
                                         const std::optional<absl::CivilDay>& day) {
  const std::optional<std::string> text = Text(name, Presence::kRequired);
  if (!text) return std::nullopt;
  std::string_view clock = *text;
  const std::string prefix = day ? FormatDate(*day) + "T" : "";
  const bool takes_date_time = call_.account.switches.Is("iso_slots", "yes");
  if (takes_date_time && day && clock.starts_with(prefix) && clock.ends_with(":00")) {
    clock = clock.substr(prefix.size(), clock.size() - prefix.size() - 3);
  }
  const std::optional<int64_t> minutes = ParseWallMinutes(clock);
  if (minutes && *minutes < kMinutesPerDay) return minutes;
  Fail(name, "must be HH:mm");
  return std::nullopt;
}

std::optional<Json> BodyReader::Object(std::string_view name) {
  const std::string key(name);
  if (!body_.contains(key)) {
    Fail(name, "is required");
    return std::nullopt;
  }
  if (!body_[key].is_object()) {
    Fail(name, "must be an object");
    return std::nullopt;
  }
  return body_[key];
}

std::optional<Answer> BodyReader::Refusal() const {
  const Switches* switches = &call_.account.switches;
  if (malformed_) {
    return ErrorAnswer(kBadRequest, "The body is not a JSON object", {}, call_.request, switches,
                       call_.now);
  }
  if (errors_.empty()) return std::nullopt;
  return ErrorAnswer(kValidationError, "Invalid request body", errors_, call_.request, switches,
                     call_.now);
}

}  // namespace bookings::sandbox::optimocms
