// See optimocms_messages.h.
#include "connectors/optimocms/optimocms_messages.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/json.h"
#include "connectors/api/refusal.h"
#include "connectors/api/words.h"
#include "connectors/api/writes.h"

namespace bookings::optimocms {
namespace {

// optimocms.md 5: each code means what the HTTP status beside it means.
constexpr Word<int> kCodes[] = {
    {"BAD_REQUEST", 400},         {"VALIDATION_ERROR", 400}, {"UNAUTHORIZED", 401},
    {"FORBIDDEN", 403},           {"NOT_FOUND", 404},        {"CONFLICT", 409},
    {"RATE_LIMIT_EXCEEDED", 429}, {"INTERNAL_ERROR", 500},
};

bool NamesOnlyTheStart(json::Value details) {
  const json::Value fields = details["fields"];
  for (const json::Member field : json::Members(fields)) {
    if (field.key != "startTime" && field.key != "date") return false;
  }
  return fields.size() > 0;
}

// Null, absent and "" all say that there is no further page (optimocms.md 3).
absl::StatusOr<std::string> CursorOf(json::Value pagination) {
  const json::Value cursor = pagination["nextCursor"];
  if (cursor.IsNullOrMissing()) return "";
  const std::optional<std::string_view> text = cursor.AsString();
  if (!text) return ResponseInvalid("pagination.nextCursor is no text");
  return std::string(*text);
}

}  // namespace

absl::StatusOr<ListAnswer> ParseList(HttpResponse response, const Settings& settings,
                                     v1::BookingView view) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  const json::Value rows = document->root()["data"];
  const json::Value pagination = document->root()["pagination"];
  if (!rows.IsArray() || !pagination.IsObject()) {
    return ResponseInvalid("data or pagination is missing");
  }
  absl::StatusOr<std::string> cursor = CursorOf(pagination);
  if (!cursor.ok()) return cursor.status();
  ListAnswer answer;
  for (const json::Value row : json::Elements(rows)) {
    AddBooking(row, settings, view, &answer.page);
  }
  answer.page.vendor_total = pagination["total"].AsInt64();
  answer.vendor_cursor = *std::move(cursor);
  return answer;
}

absl::StatusOr<v1::Booking> ParseBooking(HttpResponse response, const Settings& settings) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(response.body));
  if (!document.ok()) return document.status();
  Page page;
  AddBooking(document->root()["data"], settings, v1::BOOKING_VIEW_FULL, &page);
  if (page.bookings.empty()) return ResponseInvalid("the answer has no booking in data");
  return *page.bookings[0];
}

absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(response.body);
  const json::Value root = document.ok() ? document->root() : json::Value();
  const std::string_view code = root["error"]["code"].AsString().value_or("");
  VendorRefusal refusal = ReadRefusal(response, code, "");
  refusal.request_id = MachineCode(root["meta"]["requestId"].AsString().value_or(""));
  refusal.http_status = Translate<int>(kCodes, code).value_or(response.status);
  const bool is_about_slot =
      purpose == Purpose::kCreateBooking && (refusal.http_status == http_status::kConflict ||
                                             (refusal.http_status == http_status::kBadRequest &&
                                              NamesOnlyTheStart(root["error"]["details"])));
  return WithMetadata(
      is_about_slot ? SlotUnavailable(refusal) : ExplainHttpStatus(purpose, refusal),
      "vendor_status_code", absl::StrCat(response.status));
}

}  // namespace bookings::optimocms
