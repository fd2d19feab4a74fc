#include "deploy/sandbox/optimocms/optimocms_render.h"

#include <functional>

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/rng.h"

namespace bookings::sandbox::optimocms {
namespace {

constexpr int64_t kRenderedDayMinutes = 24 * 60;

std::string Clock(int64_t minutes) {
  return absl::StrFormat("%02d:%02d", minutes / 60 % 24, minutes % 60);
}

Text DateText(const Row& row) {
  const std::string day = FormatDate(row.day);
  switch (row.date_form) {
    case DateForm::kPlain:
      return day;
    case DateForm::kMidnightUtc:
      return day + "T00:00:00Z";
    case DateForm::kMidnightMs:
      return day + "T00:00:00.000Z";
    case DateForm::kMidnight:
      return day + "T00:00:00";
    case DateForm::kEveningUtc:
      return day + "T22:00:00Z";
    case DateForm::kNull:
      return Text::Null();
    case DateForm::kAbsent:
      break;
  }
  return Text::Absent();
}

Text StartText(const Row& row) {
  const std::string clock = Clock(row.start);
  switch (row.time_form) {
    case TimeForm::kMinutes:
      return clock;
    case TimeForm::kSeconds:
      return clock + ":00";
    case TimeForm::kShort:
      return clock[0] == '0' ? clock.substr(1) : clock;
    case TimeForm::kDateTime:
      return FormatDate(row.day) + "T" + clock + ":00";
    case TimeForm::kOtherDay:
      return FormatDate(row.day + 1) + "T" + clock + ":00";
    case TimeForm::kWords:
      return "after lunch";
    case TimeForm::kEmpty:
      return "";
    case TimeForm::kNull:
      return Text::Null();
    case TimeForm::kAbsent:
      break;
  }
  return Text::Absent();
}

// Two hours east of UTC, as an instant with an offset.
std::string WithOffset(int64_t unix_millis) {
  std::string local = FormatSeconds(unix_millis + 2 * kMillisPerHour);
  local.pop_back();
  return local + "+02:00";
}

Text CreatedText(const Row& row) {
  const std::string seconds = FormatSeconds(row.created_ms);
  switch (row.created_form) {
    case CreatedForm::kSeconds:
      return seconds;
    case CreatedForm::kMillis:
      return FormatMillis(row.created_ms);
    case CreatedForm::kNanos:
      return seconds.substr(0, seconds.size() - 1) + ".123456789Z";
    case CreatedForm::kOffset:
      return WithOffset(row.created_ms);
    case CreatedForm::kNull:
      return Text::Null();
    case CreatedForm::kAbsent:
      break;
  }
  return Text::Absent();
}

// No value: the key is left out.
std::optional<Json> CustomerJson(const Row& row) {
  const std::string name = row.first_name + " " + row.last_name;
  switch (row.customer) {
    case CustomerShape::kNamed:
      if (row.given_customer) return row.given_customer;
      return Json{{"name", name}, {"email", row.email}, {"phone", row.phone}};
    case CustomerShape::kEmpty:
      return Json::object();
    case CustomerShape::kSplit:
      return Json{{"firstName", row.first_name}, {"lastName", row.last_name}, {"email", row.email}};
    case CustomerShape::kFlat:
      return Json{{"customerName", name}, {"customerEmail", row.email}};
    case CustomerShape::kEmailOnly:
      return Json{{"email", row.email}};
    case CustomerShape::kExtended:
      return Json{{"name", name},
                  {"email", row.email},
                  {"phone", nullptr},
                  {"language", "nl"},
                  {"visits", 12}};
    case CustomerShape::kNull:
      return Json();
    case CustomerShape::kAbsent:
      break;
  }
  return std::nullopt;
}

void PutExtraFields(const Row& row, JsonText& out) {
  out.Key("serviceId").String(row.service_id).Key("staffId").String(row.staff_id);
  out.Key("branchId").String(row.branch_id);
  out.Key("endTime").String(Clock((row.start + row.minutes) % kRenderedDayMinutes));
}

// Different for each request, the same for the same one at the same virtual time.
std::string RequestId(const Request& request, const Switches* switches, absl::Time now) {
  const uint64_t salt = std::hash<std::string>{}(request.target);
  Rng rng(static_cast<uint64_t>(absl::ToUnixNanos(now)), salt);
  const uint64_t high = rng.Next();
  const uint64_t low = rng.Next();
  if (switches != nullptr && switches->Is("request_id", "req")) {
    return absl::StrFormat("req_%016x", high);
  }
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xfff, low >> 52, low & 0xffffffffffff);
}

}  // namespace

void RenderBooking(const Row& row, const Switches& switches, JsonText& out) {
  out.BeginObject().Key("id").String(row.id);
  row.status.Put("status", out);
  DateText(row).Put("date", out);
  StartText(row).Put("startTime", out);
  if (const auto customer = CustomerJson(row)) out.Key("customer").Raw(JsonString(*customer));
  CreatedText(row).Put("createdAt", out);
  if (switches.Is("extra_fields", "send")) PutExtraFields(row, out);
  for (const auto& [name, value] : row.unknown_fields.items()) {
    out.Key(name).Raw(JsonString(value));
  }
  out.EndObject();
}

void PutMeta(const Request& request, const Switches* switches, absl::Time now, JsonText& out) {
  out.Key("meta").BeginObject();
  out.Key("requestId").String(RequestId(request, switches, now));
  out.Key("timestamp").String(FormatSeconds(absl::ToUnixMillis(now))).EndObject();
}

void PutPagination(uint64_t total, size_t limit, const std::optional<std::string>& next,
                   const Switches& switches, JsonText& out) {
  out.Key("pagination").BeginObject();
  if (!switches.Is("total", "absent")) out.Key("total").Number(static_cast<int64_t>(total));
  out.Key("limit").Number(static_cast<int64_t>(limit));
  if (next) {
    out.Key("nextCursor").String(*next);
  } else if (switches.Is("last_cursor", "null")) {
    out.Key("nextCursor").Null();
  } else if (switches.Is("last_cursor", "empty")) {
    out.Key("nextCursor").String("");
  }
  out.EndObject();
}

Answer ErrorAnswer(const ErrorCode& code, std::string_view message, const FieldErrors& fields,
                   const Request& request, const Switches* switches, absl::Time now) {
  JsonText out;
  out.BeginObject().Key("error").BeginObject();
  out.Key("code").String(code.code).Key("message").String(message);
  if (switches == nullptr || switches->Is("error_details", "send")) {
    out.Key("details").BeginObject();
    if (!fields.empty()) out.Key("fields").Raw(JsonString(Json(fields)));
    out.EndObject();
  }
  out.EndObject();
  PutMeta(request, switches, now, out);
  out.EndObject();
  Answer answer;
  answer.status = code.status;
  answer.body = out.Take();
  return answer;
}

}  // namespace bookings::sandbox::optimocms
