// See hostelmate_messages.h.
#include "connectors/hostelmate/hostelmate_messages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/json.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/api/vendor_filter.h"
#include "connectors/hostelmate/hostelmate_booking.h"

namespace bookings::hostelmate {
namespace {

constexpr std::string_view kBookingsPath = "/api/v1/client/bookings";

// The vendor's reading of "on or after" is its own: one day more is asked for (mapping rule).
constexpr int kMarginDays = 1;
// Dates before this year are not asked for: nobody has nights there, and the margin stays a date.
constexpr int kFirstYear = 1000;

// The vendor wants the content type on every request, GET too (hostelmate.md 1).
HttpRequest BuildRead(std::string target, Purpose purpose) {
  HttpRequest request;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.purpose = purpose;
  request.replay = ReplaySafety::kSafe;
  return request;
}

absl::CivilDay DayOf(const google::protobuf::Timestamp& time, absl::TimeZone zone) {
  return absl::ToCivilDay(FromTimestamp(time), zone);
}

std::optional<int64_t> ReadCount(json::Value root, std::string_view key) {
  const std::optional<int64_t> count = root[key].AsInt64();
  return count && *count >= 0 ? count : std::nullopt;
}

}  // namespace

bool GoesOnAtStart(const ListQuery& query) {
  return query.resume_from.has_value() && query.order == v1::ORDER_BY_START_TIME_ASC;
}

// A stay starts on its first night, and ends on the day after its last one.
std::optional<absl::CivilDay> FirstNight(const ListQuery& query, absl::TimeZone zone) {
  const v1::BookingFilter& filter = query.filter;
  std::optional<absl::CivilDay> first;
  const auto not_before = [&first](absl::CivilDay day) {
    first = first ? std::max(*first, day) : day;
  };
  if (filter.start_time().has_from()) not_before(DayOf(filter.start_time().from(), zone));
  if (filter.end_time().has_from()) not_before(DayOf(filter.end_time().from(), zone) - 1);
  if (const auto from = ParseDate(filter.stay().from())) not_before(*from);
  if (GoesOnAtStart(query)) not_before(absl::ToCivilDay(*query.resume_from, zone));
  if (!first || first->year() < kFirstYear || first->year() > 9999) return std::nullopt;
  return *first - kMarginDays;
}

std::string BuildQuery(const v1::BookingFilter& filter, std::optional<absl::CivilDay> first_night) {
  UrlTarget target("");
  if (first_night) target.Add("start_date", FormatDate(*first_night));
  for (std::string_view name : {kGuestId, kStatus}) {
    if (const auto text = TextEntry(filter, name)) target.Add(name, *text);
  }
  std::string query = std::move(target).Take();
  if (!query.empty()) query[0] = '&';
  return query;
}

HttpRequest BuildList(std::string_view query, const PageNumber& page) {
  return BuildRead(absl::StrCat(ToAbsl(kBookingsPath), "?page=", page.number, "&limit=", page.size,
                                ToAbsl(query)),
                   Purpose::kListBookings);
}

HttpRequest BuildGet(std::string_view id) {
  return BuildRead(absl::StrCat(ToAbsl(kBookingsPath), "/", PercentEncode(id)),
                   Purpose::kGetBooking);
}

absl::StatusOr<Page> ParseList(std::string body, const PageNumber& asked, const Property& property,
                               v1::BookingView view) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value root = document->root();
  const json::Value results = root["results"];
  if (!results.IsArray()) return ResponseInvalid("the list has no array `results`");
  const std::optional<int64_t> current = ReadCount(root, "current_page");
  const std::optional<int64_t> pages = ReadCount(root, "total_pages");
  if (!current || !pages) return ResponseInvalid("the list does not count its pages");
  Page page;
  page.bookings.reserve(results.size());
  for (json::Value item : json::Elements(results)) AddBooking(item, property, view, &page);
  page.vendor_total = ReadCount(root, "total_count");
  const bool last = *current >= *pages || results.size() == 0;
  if (!last) page.next_cursor = FormatPageCursor({asked.number + 1, asked.size}, kPageSize);
  return page;
}

absl::StatusOr<Page> ParseGet(std::string body, const Property& property, v1::BookingView view) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  Page page;
  AddBooking(document->root(), property, view, &page);
  if (page.bookings.empty()) return ResponseInvalid("the answer is no booking with an id");
  return page;
}

// The form of error bodies is not documented; both known guesses are read (hostelmate.md 5).
std::string ParseErrorCode(std::string body) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return "";
  const json::Value root = document->root();
  const auto code = root["code"].AsString();
  return MachineCode(code ? *code : root["error"]["code"].AsString().value_or(""));
}

}  // namespace bookings::hostelmate
