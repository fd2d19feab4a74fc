// See wix_v1_messages.h.
#include "connectors/wix/wix_v1_messages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/json_writer.h"
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

}  // namespace

std::vector<std::string> V1PushedDown(const v1::BookingFilter& filter, V1Method method) {
  std::vector<std::string> names;
  if (HasBound(filter.start_time())) names.emplace_back("start_time");
  if (HasBound(filter.create_time())) names.emplace_back("create_time");
  if (filter.customer_ids_size() == 1) names.emplace_back("customer_ids");
  if (FitsInRequest(filter.session_ids(), method)) names.emplace_back("session_ids");
  if (FitsInRequest(filter.schedule_ids(), method)) names.emplace_back("schedule_ids");
  return names;
}

std::string V1Filter(const v1::BookingFilter& filter, V1Method method) {
  json::Writer out;
  out.Open('{');
  WriteStatuses(out);
  WriteRange("startTime", filter.start_time(), out);
  const bool is_list = method == V1Method::kGet;
  WriteRange(is_list ? "created" : "createdDate", filter.create_time(), out);
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

HttpRequest BuildV1List(const ListPlan& plan, V1Method method, int64_t offset) {
  V1Slice slice;
  slice.filter = plan.vendor_query;
  slice.sort_order = plan.vendor_order == v1::ORDER_BY_CREATE_TIME_DESC ? "DESC" : "ASC";
  slice.offset = offset;
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

absl::StatusOr<Page> ParseV1Page(HttpResponse response, const Mapping& mapping, int64_t offset) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  json::Value paging = answer->root()["pagingMetadata"];
  if (!paging.IsObject()) paging = answer->root()["metadata"];
  const absl::StatusOr<json::Value> entries = FindEntries(*answer, "bookingsEntries", paging);
  if (!entries.ok()) return entries.status();
  Page page;
  for (json::Value entry : json::Elements(*entries)) AddV1Booking(entry, mapping, &page);
  const auto rows = static_cast<int64_t>(entries->size());
  page.vendor_total = ReadTotal(paging, offset + rows);
  if (rows >= kV1PageSize) page.next_cursor = std::string(absl::StrCat(offset + rows));
  return page;
}

}  // namespace bookings::wix
