// See wix_v1_messages.h.
#include "connectors/wix/wix_v1_messages.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/cursor.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/wix/wix_filter.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_v1_booking.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kQueryTarget = "/bookings/v1/bookings/query";
constexpr std::string_view kListTarget = "/bookings/v1/bookings";
// Longest list of session or schedule ids that is sent: in a URL, 480 characters each, they must
// stay below the 8 KiB that servers commonly take.
constexpr int kMaxIdsInBody = 100;
constexpr int kMaxIdsInUrl = 10;

bool NewestFirst(const ListQuery& query) { return query.order == v1::ORDER_BY_CREATE_TIME_DESC; }

bool FitsInRequest(const Texts& ids, V1Method method) {
  const int most = method == V1Method::kGet ? kMaxIdsInUrl : kMaxIdsInBody;
  return !ids.empty() && ids.size() <= most;
}

bool HasBound(const v1::TimeRange& range) { return range.has_from() || range.has_to(); }

// All that are documented: the default would be CONFIRMED only. Narrowing them to the caller's
// would let rows leave the list, and shift it, while it is read.
void WriteStatuses(json::Writer& out) {
  out.Key("status").Open('{').Key("$in").Open('[');
  for (const Word<v1::BookingStatus>& row : V1StatusWords()) {
    if (row.meaning != v1::BOOKING_STATUS_UNKNOWN) out.String(row.word);
  }
  out.Close(']').Close('}');
}

v1::TimeRange CreatedRange(const ListQuery& query, const V1Position& position) {
  v1::TimeRange range = query.filter.create_time();
  if (!position.created_millis) return range;
  const absl::Time boundary = absl::FromUnixMillis(*position.created_millis);
  if (NewestFirst(query)) {
    SetTimestamp(boundary + absl::Milliseconds(1), range.mutable_to());
  } else {
    SetTimestamp(boundary, range.mutable_from());
  }
  return range;
}

std::string BuildFilter(const ListQuery& query, V1Method method, const V1Position& position) {
  const v1::BookingFilter& filter = query.filter;
  json::Writer out;
  out.Open('{');
  WriteStatuses(out);
  WriteRange("startTime", filter.start_time(), out);
  const bool is_list = method == V1Method::kGet;
  WriteRange(is_list ? "created" : "createdDate", CreatedRange(query, position), out);
  if (filter.customer_ids_size() == 1) WriteEquals("contactId", filter.customer_ids(0), out);
  if (FitsInRequest(filter.session_ids(), method)) {
    WriteAnyOf("sessionId", filter.session_ids(), out);
  }
  if (FitsInRequest(filter.schedule_ids(), method)) {
    WriteAnyOf("scheduleId", filter.schedule_ids(), out);
  }
  out.Close('}');
  return std::move(out).Take();
}

struct V1Slice {
  std::string filter;
  std::string_view sort_order = "ASC";
  int limit = kV1PageSize;
  int64_t offset = 0;
};

HttpRequest BuildQuery(const V1Slice& slice, Purpose purpose) {
  json::Writer body;
  body.Open('{').Key("query").Open('{').Key("filter").Raw(slice.filter);
  body.Key("sort").Open('[').Open('{').Key("fieldName").String("createdDate");
  body.Key("order").String(slice.sort_order).Close('}').Close(']');
  body.Key("paging").Open('{').Key("limit").Number(slice.limit);
  body.Key("offset").Number(slice.offset).Close('}').Close('}');
  body.Key("withBookingAllowedActions").Bool(true).Close('}');
  return BuildRead(std::string(kQueryTarget), std::move(body).Take(), purpose);
}

// The list knows no sort: its order is the vendor's.
HttpRequest BuildList(const V1Slice& slice, Purpose purpose) {
  HttpRequest request;
  request.method = HttpMethod::kGet;
  request.target = UrlTarget(kListTarget)
                       .Add("query.filter.stringValue", slice.filter)
                       .Add("query.paging.limit", std::to_string(slice.limit))
                       .Add("query.paging.offset", std::to_string(slice.offset))
                       .Add("withBookingAllowedActions", "true")
                       .Take();
  request.purpose = purpose;
  request.replay = ReplaySafety::kSafe;
  return request;
}

HttpRequest Build(const V1Slice& slice, V1Method method, Purpose purpose) {
  return method == V1Method::kGet ? BuildList(slice, purpose) : BuildQuery(slice, purpose);
}

std::optional<int64_t> ReadMillis(std::string_view text) {
  int64_t millis = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, millis);
  if (error != std::errc() || stop != end || !InstantFromMillis(millis)) return std::nullopt;
  return millis;
}

int64_t CreatedMillis(const v1::Booking& booking) {
  return absl::ToUnixMillis(FromTimestamp(booking.create_time()));
}

// Whether every entry tells when it was made, and they come in the order that was asked for: else
// no instant among them is a safe place to go on from.
bool IsSortedByCreation(const Page& page, bool newest_first) {
  if (page.dropped > 0) return false;
  for (size_t i = 0; i < page.bookings.size(); ++i) {
    if (!page.bookings[i]->has_create_time()) return false;
    if (i == 0) continue;
    const int64_t step = CreatedMillis(*page.bookings[i]) - CreatedMillis(*page.bookings[i - 1]);
    if (newest_first ? step > 0 : step < 0) return false;
  }
  return true;
}

int64_t CountCreatedAt(const Page& page, int64_t millis) {
  int64_t count = 0;
  for (auto row = page.bookings.rbegin(); row != page.bookings.rend(); ++row) {
    if (CreatedMillis(**row) != millis) break;
    ++count;
  }
  return count;
}

}  // namespace

std::string FormatV1Cursor(const V1Position& position) {
  if (!position.created_millis) return absl::StrCat(position.offset);
  return absl::StrCat(*position.created_millis, "+", position.offset);
}

absl::StatusOr<V1Position> ParseV1Cursor(std::string_view cursor) {
  if (cursor.empty()) return V1Position();
  V1Position position;
  const size_t plus = cursor.find('+');
  if (plus != std::string_view::npos) {
    position.created_millis = ReadMillis(cursor.substr(0, plus));
    cursor.remove_prefix(plus + 1);
    if (!position.created_millis || cursor.empty()) return GarbledCursor();
  }
  const absl::StatusOr<int64_t> offset = ReadNumberCursor(cursor, 0);
  if (!offset.ok()) return offset.status();
  position.offset = *offset;
  return position;
}

std::vector<std::string> V1PushedDown(const v1::BookingFilter& filter, V1Method method) {
  std::vector<std::string> names;
  if (HasBound(filter.start_time())) names.emplace_back("start_time");
  if (HasBound(filter.create_time())) names.emplace_back("create_time");
  if (filter.customer_ids_size() == 1) names.emplace_back("customer_ids");
  if (FitsInRequest(filter.session_ids(), method)) names.emplace_back("session_ids");
  if (FitsInRequest(filter.schedule_ids(), method)) names.emplace_back("schedule_ids");
  return names;
}

HttpRequest BuildV1List(const ListQuery& query, V1Method method, const V1Position& position) {
  V1Slice slice;
  slice.filter = BuildFilter(query, method, position);
  slice.sort_order = NewestFirst(query) ? "DESC" : "ASC";
  slice.offset = position.offset;
  return Build(slice, method, Purpose::kListBookings);
}

HttpRequest BuildV1Get(std::string_view vendor_id, V1Method method) {
  json::Writer filter;
  filter.Open('{');
  WriteEquals("bookingId", vendor_id, filter);
  WriteStatuses(filter);
  filter.Close('}');
  V1Slice slice;
  slice.filter = std::move(filter).Take();
  slice.limit = 1;
  return Build(slice, method, Purpose::kGetBooking);
}

absl::StatusOr<Page> ParseV1Page(HttpResponse response, const Mapping& mapping) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  json::Value paging = answer->root()["pagingMetadata"];
  if (!paging.IsObject()) paging = answer->root()["metadata"];
  const absl::StatusOr<json::Value> entries = FindEntries(*answer, "bookingsEntries", paging);
  if (!entries.ok()) return entries.status();
  Page page;
  for (json::Value entry : json::Elements(*entries)) AddV1Booking(entry, mapping, &page);
  page.vendor_total = ReadTotal(paging, static_cast<int64_t>(entries->size()));
  return page;
}

std::optional<V1Position> NextV1Position(const Page& page, const V1Position& position,
                                         const ListQuery& query, V1Method method) {
  const int64_t entries = static_cast<int64_t>(page.bookings.size()) + page.dropped;
  if (entries < kV1PageSize) return std::nullopt;
  V1Position next = position;
  next.offset += entries;
  if (method == V1Method::kGet || !IsSortedByCreation(page, NewestFirst(query))) return next;
  const int64_t last = CreatedMillis(*page.bookings.back());
  if (last == position.created_millis) return next;
  return V1Position{last, CountCreatedAt(page, last)};
}

}  // namespace bookings::wix
