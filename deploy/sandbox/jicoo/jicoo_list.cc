#include "deploy/sandbox/jicoo/jicoo_list.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json_text.h"
#include "deploy/sandbox/core/numbered_page.h"
#include "deploy/sandbox/jicoo/jicoo_account.h"
#include "deploy/sandbox/jicoo/jicoo_render.h"

namespace bookings::sandbox::jicoo {
namespace {

struct PageQuery {
  uint64_t page = 1;
  uint64_t per_page = 0;
};

struct Filter {
  std::optional<std::string> status;
  bool hides_requests = false;
  std::optional<int64_t> from_ms;
  std::optional<int64_t> to_ms;

  bool IsOpen() const { return !status && !hides_requests && !from_ms && !to_ms; }
  bool IsFromOnly() const { return !status && !hides_requests && from_ms && !to_ms; }

  // Bookings wholly inside the window (jicoo.md 4).
  bool Keeps(const Row& row) const {
    return (!status || row.status == *status) && !(hides_requests && row.status == "request") &&
           (!from_ms || row.started_ms >= *from_ms) && (!to_ms || row.ended_ms <= *to_ms);
  }

  std::string Name() const {
    return status.value_or("") + (hides_requests ? "-" : "+") +
           (from_ms ? std::to_string(*from_ms) : "") + "/" + (to_ms ? std::to_string(*to_ms) : "");
  }
};

struct Order {
  // "startedAt" or "createdAt".
  std::string field;
  // 1 ascending, -1 descending.
  int64_t sign = 1;

  int64_t KeyOf(const Row& row) const {
    return sign * (field == "startedAt" ? row.started_ms : row.created_ms);
  }
  std::string Name() const { return field + (sign > 0 ? "+" : "-"); }
};

absl::StatusOr<uint64_t> ParsePositive(std::string_view name, const std::string& text) {
  const std::optional<int64_t> value = ParseWholeNumber(text);
  if (!value || *value < 1) {
    return absl::InvalidArgumentError(std::string(name) + " must be a number of at least 1");
  }
  return static_cast<uint64_t>(*value);
}

absl::StatusOr<uint64_t> ParsePerPage(const Call& call) {
  const Switches& switches = call.account.switches;
  const std::string text =
      call.request.Query("perPage").value_or(std::string(switches.Get(kDefaultPageSize)));
  absl::StatusOr<uint64_t> size = ParsePositive("perPage", text);
  if (!size.ok()) return size;
  const uint64_t max = static_cast<uint64_t>(*ParseWholeNumber(switches.Get(kMaxPageSize)));
  // The default is the vendor's own and never too large.
  if (*size <= max || !call.request.Query("perPage")) return size;
  if (switches.Is(kOverMaxPageSize, "clamp")) return max;
  return absl::InvalidArgumentError("perPage is too large");
}

absl::StatusOr<PageQuery> ParsePage(const Call& call) {
  const std::optional<std::string> page_text = call.request.Query("page");
  if (!page_text && call.account.switches.Is(kDefaultPage, "required")) {
    return absl::InvalidArgumentError("page is missing");
  }
  const absl::StatusOr<uint64_t> page = ParsePositive("page", page_text.value_or("1"));
  if (!page.ok()) return page.status();
  const absl::StatusOr<uint64_t> per_page = ParsePerPage(call);
  if (!per_page.ok()) return per_page.status();
  return PageQuery{*page, *per_page};
}

absl::StatusOr<std::optional<int64_t>> ParseTime(const Call& call, std::string_view name) {
  const std::optional<std::string> text = call.request.Query(name);
  if (!text) return std::optional<int64_t>();
  const absl::StatusOr<int64_t> time = ParseInstant(*text, name, call.account.switches);
  if (!time.ok()) return time.status();
  return std::optional<int64_t>(*time);
}

absl::StatusOr<Filter> ParseFilter(const Call& call) {
  const Switches& switches = call.account.switches;
  Filter filter;
  filter.status = call.request.Query("status");
  const bool may_request = switches.Is(kStatusRequest, "filter");
  if (filter.status && *filter.status != "open" && *filter.status != "cancel" &&
      !(may_request && *filter.status == "request")) {
    return absl::InvalidArgumentError("status must be open or cancel");
  }
  filter.hides_requests = !filter.status && switches.Is(kUnfilteredRequests, "hidden");
  const auto from = ParseTime(call, "startedAt");
  if (!from.ok()) return from.status();
  const auto to = ParseTime(call, "endedAt");
  if (!to.ok()) return to.status();
  filter.from_ms = *from;
  filter.to_ms = *to;
  return filter;
}

absl::StatusOr<Order> ParseOrder(const Call& call) {
  const Switches& switches = call.account.switches;
  Order order;
  order.field = call.request.Query("order").value_or(std::string(switches.Get(kDefaultOrder)));
  if (order.field != "startedAt" && order.field != "createdAt") {
    return absl::InvalidArgumentError("order must be startedAt or createdAt");
  }
  const std::string sort =
      call.request.Query("sort").value_or(std::string(switches.Get(kDefaultSort)));
  if (sort != "asc" && sort != "desc") {
    return absl::InvalidArgumentError("sort must be asc or desc");
  }
  order.sign = sort == "asc" ? 1 : -1;
  return order;
}

// A stretch of a list that the store keeps, read from its begin or from its end.
struct Matches {
  const Slots* slots;
  size_t begin = 0;
  bool backwards = false;

  size_t size() const { return slots->size() - begin; }
  Slot at(uint64_t position) const {
    return backwards ? (*slots)[slots->size() - 1 - position] : (*slots)[begin + position];
  }
};

Matches Find(RowStore<Row>& store, const Filter& filter, const Order& order) {
  const auto key_of = [&order](const Row& row) { return order.KeyOf(row); };
  if (filter.IsOpen()) return {&store.Ordered(order.Name(), key_of)};
  if (filter.IsFromOnly() && order.Name() == "startedAt+") {
    // The crawl by last start: found by halving, so that each step stays cheap.
    const Slots& all = store.Ordered(order.Name(), key_of);
    const auto first = std::partition_point(all.begin(), all.end(), [&](Slot slot) {
      return store.At(slot).started_ms < *filter.from_ms;
    });
    return {&all, static_cast<size_t>(first - all.begin())};
  }
  return {&store.Selected(order.Name(), key_of, filter.Name(),
                          [&filter](const Row& row) { return filter.Keeps(row); })};
}

// The opposite order, read backwards, is this order with the ids of equal keys descending.
Matches FindWithTiesReversed(RowStore<Row>& store, const Filter& filter, Order order) {
  order.sign = -order.sign;
  Matches matches = Find(store, filter, order);
  matches.backwards = true;
  return matches;
}

void AppendPaging(const Call& call, const NumberedPage& page, uint64_t number, uint64_t total,
                  JsonText& out) {
  const Switches& switches = call.account.switches;
  out.Key("errors").BeginObject().EndObject();
  out.Key("totalCount").Number(static_cast<int64_t>(total));
  out.Key("count").Number(static_cast<int64_t>(page.end - page.begin));
  out.Key("currentPage").Number(static_cast<int64_t>(number));
  if (number < page.page_count) {
    out.Key("nextPage").Number(static_cast<int64_t>(number) + 1);
  } else if (switches.Is(kLastNextPage, "null")) {
    out.Key("nextPage").Null();
  }
  const bool counts_one = total == 0 && switches.Is(kEmptyPageCount, "1");
  out.Key("numberOfPages").Number(counts_one ? 1 : static_cast<int64_t>(page.page_count));
}

// The whole answer of a list operation; `append(position)` writes one item.
template <typename AppendItem>
Answer RenderPage(const Call& call, const PageQuery& query, uint64_t total, AppendItem append) {
  const NumberedPage page = PageOf(total, query.page, query.per_page);
  const Switches& switches = call.account.switches;
  if (query.page > 1 && query.page > page.page_count && !switches.Is(kPastTheEnd, "empty")) {
    const int status = static_cast<int>(*ParseWholeNumber(switches.Get(kPastTheEnd)));
    return Refusal(status, "out_of_range", "There is no such page", switches);
  }
  JsonText out;
  out.BeginObject().Key("data").BeginArray();
  for (uint64_t position = page.begin; position < page.end; ++position) append(position, out);
  out.EndArray();
  AppendPaging(call, page, query.page, total, out);
  Answer answer;
  answer.body = out.EndObject().Take();
  return answer;
}

Answer RenderMatches(const Call& call, const PageQuery& page, const Filter& filter,
                     const Order& order) {
  RowStore<Row>& store = static_cast<JicooAccount&>(call.account).store;
  const Matches matches = call.account.switches.Is(kTies, "uid_desc")
                              ? FindWithTiesReversed(store, filter, order)
                              : Find(store, filter, order);
  return RenderPage(call, page, matches.size(), [&](uint64_t position, JsonText& out) {
    AppendBooking(store.At(matches.at(position)), out);
  });
}

}  // namespace

Answer ListBookings(const Call& call) {
  static constexpr auto kParameters = {"page",    "perPage", "status", "startedAt",
                                       "endedAt", "sort",    "order"};
  if (auto refusal = RefuseUnknownQuery(call, {kParameters.begin(), kParameters.end()})) {
    return *std::move(refusal);
  }
  const absl::StatusOr<PageQuery> page = ParsePage(call);
  if (!page.ok()) return Unprocessable(call, page.status());
  const absl::StatusOr<Filter> filter = ParseFilter(call);
  if (!filter.ok()) return Unprocessable(call, filter.status());
  const absl::StatusOr<Order> order = ParseOrder(call);
  if (!order.ok()) return Unprocessable(call, order.status());
  return RenderMatches(call, *page, *filter, *order);
}

Answer ListEventTypes(const Call& call) {
  if (auto refusal = RefuseUnknownQuery(call, {"page", "perPage"})) return *std::move(refusal);
  absl::StatusOr<PageQuery> page = ParsePage(call);
  if (!page.ok()) return Unprocessable(call, page.status());
  const std::vector<BookingPage>& types =
      static_cast<const JicooAccount&>(call.account).catalogue.pages;
  if (call.account.switches.Is(kEventTypePaging, "whole")) *page = {1, types.size()};
  return RenderPage(call, *page, types.size(), [&](uint64_t position, JsonText& out) {
    out.Raw(JsonString(RenderEventType(types[position].type)));
  });
}

Answer Refusal(int status, std::string_view code, std::string_view message,
               std::string_view error_body) {
  const Json error = {{"code", code}, {"message", message}};
  if (error_body == "list") return JsonAnswer(status, {{"errors", Json::array({error})}});
  if (error_body == "object") return JsonAnswer(status, {{"errors", error}});
  Answer answer;
  answer.status = status;
  answer.content_type = "text/plain";
  if (error_body == "text") answer.body = message;
  return answer;
}

Answer Refusal(int status, std::string_view code, std::string_view message,
               const Switches& switches) {
  return Refusal(status, code, message, switches.Get(kErrorBody));
}

Answer NotFound(const Call& call) {
  return Refusal(404, "not_found", "Record Not Found", call.account.switches);
}

Answer Unprocessable(const Call& call, const absl::Status& status) {
  return Refusal(422, "unprocessable_entity",
                 std::string_view(status.message().data(), status.message().size()),
                 call.account.switches);
}

absl::StatusOr<int64_t> ParseInstant(const std::string& text, std::string_view name,
                                     const Switches& switches) {
  std::optional<int64_t> time = ParseInstantMillis(text);
  const bool is_utc = text.ends_with('Z');
  if (!time && switches.Is(kZonelessTimes, "utc")) {
    time = ParseInstantMillis(text + "Z");
  } else if (time && !is_utc && switches.Is(kOffsetTimes, "refuse")) {
    time.reset();
  }
  if (!time) return absl::InvalidArgumentError(std::string(name) + " must be a UTC date-time");
  return *time;
}

std::optional<Answer> RefuseUnknownQuery(const Call& call,
                                         const std::vector<std::string_view>& allowed) {
  const std::optional<std::string> unknown = FirstUnexpectedQuery(call.request, allowed);
  if (!unknown || call.account.switches.Is(kUnknownQuery, "ignore")) return std::nullopt;
  return Refusal(422, "unprocessable_entity", "unexpected parameter " + *unknown,
                 call.account.switches);
}

}  // namespace bookings::sandbox::jicoo
