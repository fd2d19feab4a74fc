#include "deploy/sandbox/core/control_operations.h"

#include <cstddef>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/row_changes.h"

namespace bookings::sandbox {
namespace {

using Operation = Answer (*)(const Vendor&, Account&, const Request&);

// Where the row's id stands in /__sandbox/{vendor}/accounts/{account}/bookings/{id}.
constexpr size_t kResourceSegment = 4;
constexpr size_t kIdSegment = 5;

Answer FromStatus(const absl::Status& status) {
  const int code = absl::IsNotFound(status) ? 404 : 400;
  return ControlError(code, std::string(status.message()));
}

Answer FromRow(int status, absl::StatusOr<Json> row) {
  return row.ok() ? JsonAnswer(status, *row) : FromStatus(row.status());
}

Answer InsertRow(const Vendor& vendor, Account& account, const Request& request) {
  ParsedBody body = ParseObject(request);
  if (body.error) return *std::move(body.error);
  const std::lock_guard lock(account.mutex);
  return FromRow(201, vendor.InsertRow(account, body.object));
}

Answer PatchRow(const Vendor& vendor, Account& account, const Request& request) {
  ParsedBody body = ParseObject(request);
  if (body.error) return *std::move(body.error);
  const std::lock_guard lock(account.mutex);
  return FromRow(200, vendor.PatchRow(account, request.segments[kIdSegment], body.object));
}

Answer DeleteRow(const Vendor& vendor, Account& account, const Request& request) {
  const std::lock_guard lock(account.mutex);
  const absl::Status status = vendor.DeleteRow(account, request.segments[kIdSegment]);
  return status.ok() ? JsonAnswer(200, Json::object()) : FromStatus(status);
}

Json DescribeSwitch(const SwitchSpec& spec, std::string_view value) {
  return {{"name", spec.name},       {"value", value},          {"default", spec.default_value},
          {"allowed", spec.allowed}, {"section", spec.section}, {"meaning", spec.meaning}};
}

Answer GetSwitches(const Vendor&, Account& account, const Request&) {
  const std::lock_guard lock(account.mutex);
  Json list = Json::array();
  for (const SwitchSpec& spec : account.switches.specs()) {
    list.push_back(DescribeSwitch(spec, account.switches.Get(spec.name)));
  }
  return JsonAnswer(200, list);
}

Answer PutSwitches(const Vendor& vendor, Account& account, const Request& request) {
  ParsedBody body = ParseObject(request);
  if (body.error) return *std::move(body.error);
  for (const auto& [name, value] : body.object.items()) {
    if (!value.is_string()) return ControlError(400, "switch " + name + " takes a string");
    const std::lock_guard lock(account.mutex);
    const absl::Status status = account.switches.Set(name, value.get_ref<const std::string&>());
    if (!status.ok()) return FromStatus(status);
  }
  return GetSwitches(vendor, account, request);
}

Answer PutFaults(const Vendor&, Account& account, const Request& request) {
  const std::optional<Json> list = ParseJson(request.body);
  if (!list) return ControlError(400, "the body is not JSON");
  absl::StatusOr<std::vector<Fault>> faults = ParseFaults(*list);
  if (!faults.ok()) return FromStatus(faults.status());
  account.faults.Set(*std::move(faults));
  return JsonAnswer(200, *list);
}

Answer PutRateLimit(const Vendor&, Account& account, const Request& request) {
  ParsedBody body = ParseObject(request);
  if (body.error) return *std::move(body.error);
  const Json scale = body.object.value("scale", Json());
  if (!scale.is_number_unsigned()) return ControlError(400, "scale is a whole number, 0 = off");
  account.limiter.SetScale(scale.get<int64_t>());
  return JsonAnswer(200, body.object);
}

Answer GetRequests(const Vendor&, Account& account, const Request&) {
  return JsonAnswer(200, DescribeRequests(account.log));
}

Answer DeleteRequests(const Vendor&, Account& account, const Request&) {
  account.log.Clear();
  return JsonAnswer(200, Json::array());
}

// All changes or, from the first that is refused on, none; answered with the rows that came of
// them.
Answer PostChanges(const Vendor& vendor, Account& account, const Request& request) {
  const std::optional<Json> list = ParseJson(request.body);
  if (!list) return ControlError(400, "the body is not JSON");
  const absl::StatusOr<std::vector<RowChange>> changes = ParseChanges(*list);
  if (!changes.ok()) return FromStatus(changes.status());
  const std::lock_guard lock(account.mutex);
  const size_t made = account.changes.size();
  const absl::Status status = MakeChanges(vendor, account, *changes);
  if (!status.ok()) return FromStatus(status);
  return JsonAnswer(200, std::vector<Json>(account.changes.begin() + static_cast<ptrdiff_t>(made),
                                           account.changes.end()));
}

Answer GetChanges(const Vendor&, Account& account, const Request&) {
  const std::lock_guard lock(account.mutex);
  return JsonAnswer(200, account.changes);
}

Answer DeleteChanges(const Vendor&, Account& account, const Request&) {
  const std::lock_guard lock(account.mutex);
  account.changes.clear();
  return JsonAnswer(200, Json::array());
}

Json DescribeEntry(const JournalEntry& entry) {
  return {{"seq", entry.seq},
          {"time", FormatMillis(absl::ToUnixMillis(entry.time))},
          {"operation", entry.operation},
          {"id", entry.id},
          {"request", entry.request},
          {"key", entry.key},
          {"customer", entry.customer},
          {"start", entry.start},
          {"status", entry.status}};
}

Answer GetJournal(const Vendor&, Account& account, const Request&) {
  Answer answer;
  answer.content_type = "application/x-ndjson";
  for (const JournalEntry& entry : account.journal.Copy()) {
    answer.body += JsonString(DescribeEntry(entry)) + "\n";
  }
  return answer;
}

Answer DeleteJournal(const Vendor&, Account& account, const Request&) {
  account.journal.Clear();
  return JsonAnswer(200, Json::object());
}

struct Entry {
  std::string_view method;
  std::string_view resource;
  // With the resource and, for single rows, the id.
  size_t segments;
  Operation run;
};

constexpr Entry kOperations[] = {
    {"POST", "bookings", kIdSegment, &InsertRow},
    {"PATCH", "bookings", kIdSegment + 1, &PatchRow},
    {"DELETE", "bookings", kIdSegment + 1, &DeleteRow},
    {"POST", "changes", kIdSegment, &PostChanges},
    {"GET", "changes", kIdSegment, &GetChanges},
    {"DELETE", "changes", kIdSegment, &DeleteChanges},
    {"GET", "switches", kIdSegment, &GetSwitches},
    {"PUT", "switches", kIdSegment, &PutSwitches},
    {"PUT", "faults", kIdSegment, &PutFaults},
    {"PUT", "rate_limit", kIdSegment, &PutRateLimit},
    {"GET", "requests", kIdSegment, &GetRequests},
    {"DELETE", "requests", kIdSegment, &DeleteRequests},
    {"GET", "journal", kIdSegment, &GetJournal},
    {"DELETE", "journal", kIdSegment, &DeleteJournal},
};

Json DescribeRequest(const LoggedRequest& request) {
  Json query = Json::array();
  for (const Field& field : request.query) query.push_back({field.name, field.value});
  return {{"time", FormatMillis(absl::ToUnixMillis(request.time))},
          {"method", request.method},
          {"path", request.path},
          {"query", query},
          {"header_names", request.header_names},
          {"body", request.body},
          {"status", request.status},
          {"client_gone", request.client_gone}};
}

}  // namespace

Answer RunAccountOperation(const Vendor& vendor, Account& account, const Request& request) {
  for (const Entry& entry : kOperations) {
    if (entry.method == request.method && entry.segments == request.segments.size() &&
        entry.resource == request.segments[kResourceSegment]) {
      return entry.run(vendor, account, request);
    }
  }
  return ControlError(404, "no such control operation");
}

Answer ControlError(int status, const std::string& message) {
  return JsonAnswer(status, {{"error", message}});
}

ParsedBody ParseObject(const Request& request) {
  std::optional<Json> body = ParseJson(request.body);
  if (!body || !body->is_object()) return {{}, ControlError(400, "the body is not a JSON object")};
  return {*std::move(body), std::nullopt};
}

Json DescribeRequests(const RequestLog& log) {
  Json list = Json::array();
  for (const LoggedRequest& request : log.Copy()) list.push_back(DescribeRequest(request));
  return list;
}

}  // namespace bookings::sandbox
