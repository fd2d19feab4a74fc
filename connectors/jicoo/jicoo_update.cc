// See jicoo_update.h.
#include "connectors/jicoo/jicoo_update.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/json_writer.h"
#include "connectors/jicoo/jicoo_options.h"
#include "connectors/jicoo/jicoo_words.h"

namespace bookings::jicoo {
namespace {

constexpr std::string_view kRoles[] = {"admin", "editor", "viewer"};

bool Names(const UpdateInput& input, std::string_view field) {
  const auto& paths = input.request.update_mask().paths();
  return std::find(paths.begin(), paths.end(), field) != paths.end();
}

// Empty for a priority that the vendor has no word for.
std::string_view PriorityWord(v1::Priority priority) {
  for (const auto& row : kPriorities) {
    if (row.meaning == priority) return row.word;
  }
  return "";
}

// Those that a booking names: both keys of a host are required.
bool SameStaff(const v1::Booking& a, const v1::Booking& b) {
  return std::equal(a.staff().begin(), a.staff().end(), b.staff().begin(), b.staff().end(),
                    [](const v1::StaffMember& x, const v1::StaffMember& y) {
                      return x.id() == y.id() && x.role() == y.role();
                    });
}

void WriteHosts(const v1::Booking& booking, json::Writer* body) {
  body->Key("hosts").Open('[');
  for (const v1::StaffMember& member : booking.staff()) {
    body->Open('{').Key("userId").String(member.id());
    body->Key("role").String(member.role()).Close('}');
  }
  body->Close(']');
}

void WriteOrNull(std::string_view key, std::string_view text, json::Writer* body) {
  body->Key(key);
  if (text.empty()) {
    body->Null();
  } else {
    body->String(text);
  }
}

// Writes what differs; says whether anything does.
bool WriteDifferences(const v1::Booking& is, const UpdateInput& input, json::Writer* body) {
  const v1::Booking& wanted = input.request.booking();
  const bool title = Names(input, "title") && wanted.title() != is.title();
  const bool text = Names(input, "description") && wanted.description() != is.description();
  const bool zone = Names(input, "time_zone") && wanted.time_zone() != is.time_zone();
  const bool staff = Names(input, "staff") && !SameStaff(wanted, is);
  const bool priority = Names(input, "priority") && wanted.priority() != is.priority();
  if (title) body->Key("name").String(wanted.title());
  if (text) WriteOrNull("description", wanted.description(), body);
  if (zone) body->Key("timeZone").String(wanted.time_zone());
  if (staff) WriteHosts(wanted, body);
  if (priority) WriteOrNull("priority", PriorityWord(wanted.priority()), body);
  return title || text || zone || staff || priority;
}

void WriteNotice(const UpdateInput& input, json::Writer* body) {
  const std::string_view message = TextOption(input.request.vendor_options(), kUpdateMessage);
  if (!message.empty()) body->Key(kUpdateMessage).String(message);
  const v1::Notification notification = input.request.notification();
  if (notification == v1::NOTIFICATION_UNSPECIFIED) return;
  body->Key("isSendUpdates").Bool(notification == v1::NOTIFICATION_NOTIFY);
}

void CheckStaff(const v1::Booking& wanted, Violations* invalid) {
  for (int i = 0; i < wanted.staff_size(); ++i) {
    const v1::StaffMember& member = wanted.staff(i);
    const std::string path = absl::StrCat("booking.staff[", i, "]");
    if (member.id().empty()) invalid->push_back({path + ".id", "is required by this vendor"});
    if (std::find(std::begin(kRoles), std::end(kRoles), member.role()) == std::end(kRoles)) {
      invalid->push_back({path + ".role", "must be admin, editor or viewer"});
    }
  }
}

void CheckPriority(v1::Priority priority, Violations* invalid) {
  if (priority == v1::PRIORITY_UNSPECIFIED || !PriorityWord(priority).empty()) return;
  invalid->push_back({"booking.priority", "must be LOW, MEDIUM, HIGH or unset"});
}

}  // namespace

WriteProblems CheckPatch(const UpdateInput& input) {
  WriteProblems problems;
  const v1::Booking& wanted = input.request.booking();
  if (Names(input, "time_zone") && !FindZone(wanted.time_zone())) {
    problems.invalid.push_back({"booking.time_zone", "must be an IANA time zone"});
  }
  if (Names(input, "staff")) CheckStaff(wanted, &problems.invalid);
  if (Names(input, "priority")) CheckPriority(wanted.priority(), &problems.invalid);
  const std::string_view message = TextOption(input.request.vendor_options(), kUpdateMessage);
  if (CountCharacters(message) > kMaxMessage) {
    problems.invalid.push_back(
        {"vendor_options.updateMessage", absl::StrCat("may have ", kMaxMessage, " characters")});
  }
  return problems;
}

std::optional<std::string> WritePatch(const v1::Booking& booking, const UpdateInput& input) {
  json::Writer body;
  body.Open('{');
  if (!WriteDifferences(booking, input, &body)) return std::nullopt;
  WriteNotice(input, &body);
  body.Close('}');
  return std::move(body).Take();
}

}  // namespace bookings::jicoo
