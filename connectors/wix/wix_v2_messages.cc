// See wix_v2_messages.h. Filter paths are not the paths of the answer: `.item.` is a part of them
// that no booking shows (wix.md 4.2).
#include "connectors/wix/wix_v2_messages.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/cursor.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/text.h"
#include "connectors/wix/wix_filter.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_v2_booking.h"

namespace bookings::wix {
namespace {

constexpr std::string_view kTarget = "/_api/bookings-reader/v2/extended-bookings/query";
constexpr std::string_view kCursorMark = "c:";
// Longest list of ids that is sent; longer ones are checked by the gateway alone.
constexpr int kMaxIds = 100;
constexpr std::string_view kTags = "bookedEntity.tags";

constexpr V2VendorFilter kVendorFilters[] = {
    {"bookedEntity.tags", "string",
     "Only bookings with this tag: INDIVIDUAL (appointment), GROUP (class) or COURSE."},
    {"doubleBooked", "bool", "Only bookings that are, or are not, in conflict with another one."},
    {"externalUserId", "string", "Only bookings that were made with this id of the caller's own."},
    {"paymentStatus", "string",
     "Only bookings whose payment has this status, in Wix's words, such as NOT_PAID."},
    {"selectedPaymentOption", "string",
     "Only bookings with this way of paying: OFFLINE, ONLINE, MEMBERSHIP or MEMBERSHIP_OFFLINE."},
};

bool FitsInRequest(const Texts& ids) { return !ids.empty() && ids.size() <= kMaxIds; }

bool HasBound(const v1::TimeRange& range) { return range.has_from() || range.has_to(); }

// Wix's words for these statuses. Empty where one of them can stand for words that nobody knows
// yet: then Wix cannot be asked.
Texts StatusWordsFor(const v1::BookingFilter& filter) {
  Texts words;
  for (const int status : filter.statuses()) {
    if (status == v1::BOOKING_STATUS_UNKNOWN) return Texts();
  }
  for (const Word<v1::BookingStatus>& row : V2StatusWords()) {
    const auto& wanted = filter.statuses();
    if (std::find(wanted.begin(), wanted.end(), row.meaning) != wanted.end()) {
      *words.Add() = std::string(row.word);
    }
  }
  return words;
}

void WriteVendorFilter(const std::string& name, const google::protobuf::Value& value,
                       json::Writer& out) {
  if (value.kind_case() == google::protobuf::Value::kBoolValue) {
    out.Key(name).Open('{').Key("$eq").Bool(value.bool_value()).Close('}');
  } else if (name == kTags) {
    out.Key(name).Open('{').Key("$hasSome").Open('[');
    out.String(value.string_value()).Close(']').Close('}');
  } else {
    WriteEquals(name, value.string_value(), out);
  }
}

// createdDate never changes, so that no booking moves while the list is read. It is always sent:
// Wix's pages contradict each other on the default.
void WriteSort(v1::OrderBy order, json::Writer& out) {
  const bool newest_first = order == v1::ORDER_BY_CREATE_TIME_DESC;
  out.Key("sort").Open('[').Open('{').Key("fieldName").String("createdDate");
  out.Key("order").String(newest_first ? "DESC" : "ASC").Close('}').Close(']');
}

HttpRequest Finish(json::Writer body, v1::BookingView view, Purpose purpose) {
  body.Key("withBookingAllowedActions").Bool(true);
  if (view == v1::BOOKING_VIEW_FULL) {
    body.Key("withBookingAttendanceInfo").Bool(true);
    body.Key("withBookingConferencingDetails").Bool(true);
    body.Key("withEcomOrder").Bool(true);
  }
  body.Close('}');
  return BuildRead(std::string(kTarget), std::move(body).Take(), purpose);
}

// The cursor carries filter and sort; with it they must not be sent.
void WriteCursor(std::string_view cursor, json::Writer& out) {
  out.Key("cursorPaging").Open('{').Key("limit").Number(kV2PageSize);
  if (!cursor.empty()) out.Key("cursor").String(cursor);
  out.Close('}');
}

// A missing or empty `cursors.next` is the end, whatever `hasNext` or `total` say.
absl::Status SetNextCursor(json::Value paging, Page* page) {
  if (!paging.IsObject()) return ResponseInvalid("the answer holds no paging metadata");
  const json::Value cursors = paging["cursors"];
  const json::Value next = cursors["next"];
  const bool readable = (cursors.IsObject() || cursors.IsNullOrMissing()) &&
                        (next.AsString() || next.IsNullOrMissing());
  if (!readable) return ResponseInvalid("the answer's cursor cannot be read");
  const std::string_view text = next.AsString().value_or(std::string_view());
  if (text.empty()) return absl::OkStatus();
  if (text.size() + kCursorMark.size() > kMaxCursorBytes) {
    return ResponseInvalid("the answer's cursor is longer than documented");
  }
  page->next_cursor = absl::StrCat(ToAbsl(kCursorMark), ToAbsl(text));
  return absl::OkStatus();
}

}  // namespace

std::span<const V2VendorFilter> V2VendorFilters() { return kVendorFilters; }

std::vector<std::string> V2PushedDown(const v1::BookingFilter& filter) {
  std::vector<std::string> names;
  if (!StatusWordsFor(filter).empty()) names.emplace_back("statuses");
  if (HasBound(filter.start_time())) names.emplace_back("start_time");
  if (HasBound(filter.end_time())) names.emplace_back("end_time");
  if (HasBound(filter.create_time())) names.emplace_back("create_time");
  if (HasBound(filter.update_time())) names.emplace_back("update_time");
  if (FitsInRequest(filter.customer_ids())) names.emplace_back("customer_ids");
  if (FitsInRequest(filter.staff_ids())) names.emplace_back("staff_ids");
  if (filter.vendor_filter().fields_size() > 0) names.emplace_back("vendor_filter");
  return names;
}

std::string V2Filter(const v1::BookingFilter& filter) {
  json::Writer out;
  out.Open('{');
  WriteAnyOf("status", StatusWordsFor(filter), out);
  WriteRange("startDate", filter.start_time(), out);
  WriteRange("endDate", filter.end_time(), out);
  WriteRange("createdDate", filter.create_time(), out);
  WriteRange("updatedDate", filter.update_time(), out);
  if (FitsInRequest(filter.customer_ids())) {
    WriteAnyOf("contactDetails.contactId", filter.customer_ids(), out);
  }
  if (FitsInRequest(filter.staff_ids())) {
    WriteAnyOf("bookedEntity.item.slot.resource.id", filter.staff_ids(), out);
  }
  // In the order of the table: a map has none of its own.
  const auto& fields = filter.vendor_filter().fields();
  for (const V2VendorFilter& known : kVendorFilters) {
    const auto found = fields.find(std::string(known.name));
    if (found != fields.end()) WriteVendorFilter(found->first, found->second, out);
  }
  out.Close('}');
  return std::move(out).Take();
}

absl::StatusOr<HttpRequest> BuildV2List(const ListPlan& plan, std::string_view cursor) {
  json::Writer body;
  body.Open('{').Key("query").Open('{');
  if (cursor.empty()) {
    body.Key("filter").Raw(plan.vendor_query);
    WriteSort(plan.vendor_order, body);
    WriteCursor("", body);
  } else {
    const bool ours = cursor.starts_with(kCursorMark) && cursor.size() > kCursorMark.size();
    if (!ours) return GarbledCursor();
    WriteCursor(cursor.substr(kCursorMark.size()), body);
  }
  body.Close('}');
  return Finish(std::move(body), plan.query.view, Purpose::kListBookings);
}

absl::StatusOr<HttpRequest> BuildV2Find(std::string_view external_id, std::string_view cursor) {
  google::protobuf::Value wanted;
  wanted.set_string_value(std::string(external_id));
  v1::BookingFilter filter;
  (*filter.mutable_vendor_filter()->mutable_fields())["externalUserId"] = wanted;
  ListPlan plan;
  plan.query.view = v1::BOOKING_VIEW_FULL;
  plan.vendor_query = V2Filter(filter);
  plan.vendor_order = v1::ORDER_BY_CREATE_TIME_ASC;
  return BuildV2List(plan, cursor);
}

HttpRequest BuildV2Get(std::string_view vendor_id, v1::BookingView view) {
  json::Writer body;
  body.Open('{').Key("query").Open('{').Key("filter").Open('{');
  WriteEquals("id", vendor_id, body);
  body.Close('}');
  WriteSort(v1::ORDER_BY_CREATE_TIME_ASC, body);
  body.Key("cursorPaging").Open('{').Key("limit").Number(1).Close('}').Close('}');
  return Finish(std::move(body), view, Purpose::kGetBooking);
}

absl::StatusOr<Page> ParseV2Page(HttpResponse response, const Mapping& mapping) {
  const absl::StatusOr<json::Document> answer = ReadAnswer(std::move(response));
  if (!answer.ok()) return answer.status();
  const json::Value paging = answer->root()["pagingMetadata"];
  const absl::StatusOr<json::Value> entries = FindEntries(*answer, "extendedBookings", paging);
  if (!entries.ok()) return entries.status();
  Page page;
  for (json::Value entry : json::Elements(*entries)) AddV2Booking(entry, mapping, &page);
  page.vendor_total = ReadTotal(paging, static_cast<int64_t>(entries->size()));
  const absl::Status paged = SetNextCursor(paging, &page);
  if (!paged.ok()) return paged;
  return page;
}

}  // namespace bookings::wix
