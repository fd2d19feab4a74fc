// See jicoo_messages.h.
#include "connectors/jicoo/jicoo_messages.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/json.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_booking.h"

namespace bookings::jicoo {
namespace {

// The vendor calls the field `order` and the direction `sort` (jicoo.md 7, trap 1). Its own default
// is not documented: an order is always asked for.
struct Sorting {
  v1::OrderBy order;
  std::string_view field;
  std::string_view direction;
};
constexpr Sorting kSortings[] = {
    {v1::ORDER_BY_CREATE_TIME_ASC, "createdAt", "asc"},
    {v1::ORDER_BY_START_TIME_ASC, "startedAt", "asc"},
    {v1::ORDER_BY_START_TIME_DESC, "startedAt", "desc"},
    {v1::ORDER_BY_CREATE_TIME_DESC, "createdAt", "desc"},
};

const Sorting& SortingFor(v1::OrderBy order) {
  const auto* found = std::find_if(std::begin(kSortings), std::end(kSortings),
                                   [order](const Sorting& s) { return s.order == order; });
  return found == std::end(kSortings) ? kSortings[0] : *found;
}

HttpRequest BuildRead(std::string target, Purpose purpose) {
  HttpRequest request;
  request.target = std::move(target);
  request.purpose = purpose;
  request.replay = ReplaySafety::kSafe;
  return request;
}

std::string BookingPath(std::string_view uid) {
  return absl::StrCat("/v1/bookings/", PercentEncode(uid));
}

// The start from which on bookings are asked for. A list by start that goes on begins where it was:
// every booking has a start (jicoo.md 2.1), and one that we could not read stands among those of
// its time, so that none is lost behind that place.
std::optional<absl::Time> StartsFrom(const ListPlan& plan) {
  std::optional<absl::Time> from;
  if (plan.query.filter.start_time().has_from()) {
    from = FromTimestamp(plan.query.filter.start_time().from());
  }
  if (!plan.starts_at_resume) return from;
  return from ? std::max(*from, *plan.query.resume_from) : plan.query.resume_from;
}

// The page behind `asked`; no value on the last page, where the key is absent (jicoo.md 3).
absl::StatusOr<std::optional<std::string>> ReadNextPage(json::Value root, const PageNumber& asked,
                                                        size_t items) {
  const json::Value next = root["nextPage"];
  if (next.IsNullOrMissing()) return std::nullopt;
  const std::optional<int64_t> number = next.AsInt64();
  if (!number || *number < 2) return ResponseInvalid("`nextPage` is no page number");
  if (items == 0) return ResponseInvalid("an empty page names a next one");
  if (*number == asked.number) return ResponseInvalid("a page names itself as the next one");
  return FormatPageCursor({*number, asked.size}, kPageSize);
}

}  // namespace

std::string BuildQuery(const ListPlan& plan) {
  const Sorting& sorting = SortingFor(plan.vendor_order);
  UrlTarget target("");
  if (const auto from = StartsFrom(plan)) target.Add("startedAt", FormatInstantMillis(*from));
  target.Add("order", sorting.field).Add("sort", sorting.direction);
  return std::move(target).Take().substr(1);
}

HttpRequest BuildList(std::string_view query, const PageNumber& page) {
  return BuildRead(
      absl::StrCat("/v1/bookings?page=", page.number, "&perPage=", page.size, "&", ToAbsl(query)),
      Purpose::kListBookings);
}

HttpRequest BuildGet(std::string_view uid) {
  return BuildRead(BookingPath(uid), Purpose::kGetBooking);
}

HttpRequest BuildContacts(std::string_view uid) {
  return BuildRead(absl::StrCat(BookingPath(uid), "/contacts"), Purpose::kBookingDetails);
}

HttpRequest BuildWrite(std::string target, std::string body) {
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = std::move(target);
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  request.purpose = Purpose::kChangeBooking;
  request.replay = ReplaySafety::kUnsafe;
  request.effect = Effect::kWrites;
  return request;
}

absl::StatusOr<Page> ParseList(std::string body, const PageNumber& asked,
                               std::string_view connection_id, v1::BookingView view) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  const json::Value data = document->root()["data"];
  if (!data.IsArray()) return ResponseInvalid("the list has no array `data`");
  auto next = ReadNextPage(document->root(), asked, data.size());
  if (!next.ok()) return next.status();
  Page page;
  page.bookings.reserve(data.size());
  for (json::Value item : json::Elements(data)) AddBooking(item, connection_id, view, &page);
  page.next_cursor = *std::move(next);
  page.vendor_total = document->root()["totalCount"].AsInt64();
  return page;
}

absl::StatusOr<Page> ParseGet(std::string body, std::string_view connection_id,
                              v1::BookingView view) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(body));
  if (!document.ok()) return document.status();
  Page page;
  AddBooking(document->root()["data"], connection_id, view, &page);
  if (page.bookings.empty()) return ResponseInvalid("the answer has no booking in `data`");
  return page;
}

}  // namespace bookings::jicoo
