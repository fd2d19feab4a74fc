// See wix_v1.h.
#include "deploy/sandbox/wix/wix_v1.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_json.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_v1.h"

namespace bookings::sandbox::wix {
namespace {

// wix.md 2.3: the default is documented, the maximum is not.
constexpr std::int64_t kDefaultLimit = 500;
constexpr std::int64_t kMaxLimit = 1'000;
constexpr LimitRule kLimitRule = {"query.paging.limit", kDefaultLimit, kMaxLimit, kDefaultLimit,
                                  "v1_limit_over"};

constexpr std::string_view kActionsFlag = "withBookingAllowedActions";
constexpr std::array<std::string_view, 1> kFlags = {kActionsFlag};
constexpr std::array<std::string_view, 5> kQueryMembers = {"filter", "sort", "paging", "fields",
                                                           "fieldsets"};
constexpr QueryShape kShape = {kFlags, kQueryMembers};

constexpr std::string_view kFilterParameter = "query.filter.stringValue";
constexpr std::string_view kSnakeFilterParameter = "query.filter.string_value";
constexpr std::array<std::string_view, 7> kListParameters = {
    kFilterParameter, kSnakeFilterParameter, "query.paging.limit", "query.paging.offset",
    kActionsFlag,     "query.fields",        "query.fieldsets"};

Refusal WrongParameter(std::string_view field, std::string_view description) {
  return RefuseFields({std::string(field), std::string(description), "FORMAT", nullptr});
}

std::optional<Refusal> RefuseReaderOfV1(const Switches& switches) {
  if (switches.Is("v1_served", "removed")) return RefuseUnknownPath();
  return RefuseWithout(Right::kReadBookings, switches);
}

// What is answered, once the request is understood.
struct V1Read {
  Json filter;
  std::vector<SortTerm> order;
  OffsetPaging paging;
  bool with_actions = false;
  std::span<const Field> fields;
  // Name of the switch that says which bookings are hidden by default.
  std::string_view default_status;
};

bool HidesUnconfirmed(const Filter& filter, const V1Read& read, const Switches& switches) {
  if (filter.Mentions("status") || switches.Is(read.default_status, "all")) return false;
  return switches.Is(read.default_status, "confirmed") || filter.empty();
}

// The filter with what the endpoint and the caller hide besides.
RowTest VisibleTest(const Filter& filter, const V1Read& read, const Call& call) {
  const auto& account = static_cast<const WixAccount&>(call.account);
  const bool confirmed_only = HidesUnconfirmed(filter, read, account.switches);
  const bool own_only = CallerOf(call) == Caller::kMember;
  RowTest test = TestOf(filter, JsonString(read.filter), account);
  test.name += confirmed_only ? "|v1 confirmed" : "|v1 all";
  test.name += own_only ? "|own" : "|any";
  return {test.name, [=, contact = account.member_contact(),
                      matches = std::move(test.passes)](const Row& row) {
            if (confirmed_only && WordsOf(row.state).v1 != "CONFIRMED") return false;
            if (own_only && row.contact != contact) return false;
            return matches(row);
          }};
}

struct V1Page {
  Json entries = Json::array();
  std::int64_t total = 0;
};

Json RenderEntry(const Row& row, const WixAccount& account, const Style& style,
                 const V1Read& read) {
  Json entry = {{"booking", RenderV1Booking(row, account.catalogue(), style)}};
  if (read.with_actions) entry["allowedActions"] = RenderV1Actions(row);
  return entry;
}

Checked<V1Page> ReadPage(const V1Read& read, const Style& style, const Call& call) {
  WixAccount& account = SettledAccount(call);
  Checked<Filter> filter = Filter::Parse(read.filter, RulesFor(read.fields, account.switches));
  if (const Refusal* const refusal = RefusalIn(filter)) return *refusal;
  const Checked<std::int64_t> limit = ReadLimit(read.paging.limit, kLimitRule, account.switches);
  if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
  const RowTest test = VisibleTest(std::get<Filter>(filter), read, call);
  const Slots& slots = SelectRows(account, read.order, test);
  V1Page page;
  page.total = static_cast<std::int64_t>(slots.size());
  const std::int64_t begin = std::min(read.paging.offset, page.total);
  const std::int64_t end = begin + std::min(std::get<std::int64_t>(limit), page.total - begin);
  for (std::int64_t i = begin; i < end; ++i) {
    const Row row = account.store().At(slots[static_cast<std::size_t>(i)]);
    page.entries.push_back(RenderEntry(row, account, style, read));
  }
  return page;
}

// Both metadata objects; `total` may be made as useless as the published samples have it
// (wix.md 3.3).
void PutMetadata(Json& body, const V1Page& page, std::int64_t offset, const Switches& switches) {
  const std::size_t count = page.entries.size();
  const std::int64_t total = switches.Is("v1_total", "zero") ? 0 : page.total;
  body["metadata"] = {{"items", count}, {"offset", offset}, {"totalCount", total}};
  body["pagingMetadata"] = {{"count", count}, {"offset", offset}};
  if (switches.Is("v1_total", "too_many")) {
    body["pagingMetadata"]["tooManyToCount"] = true;
  } else {
    body["pagingMetadata"]["total"] = total;
  }
}

std::span<const Field> CreationFields() { return V1QueryFields().last(2); }

Checked<std::vector<SortTerm>> QueryOrder(const Json& sort, const Switches& switches) {
  Checked<std::vector<SortTerm>> terms = ReadSort(sort, CreationFields());
  if (RefusalIn(terms) != nullptr) return terms;
  auto& list = std::get<std::vector<SortTerm>>(terms);
  if (list.size() > 1) {
    return RefuseFields({"query.sort", "only one field is sortable", "CUSTOM", nullptr});
  }
  if (list.empty()) list.push_back({&CreationFields().back(), Direction::kDescending});
  return WithTieBreak(std::move(list), switches);
}

std::vector<SortTerm> ListOrder(const Switches& switches) {
  if (switches.Is("v1_list_order", "created_desc")) {
    return WithTieBreak({{&CreationFields().back(), Direction::kDescending}}, switches);
  }
  return WithTieBreak({{FindField(V1ListFields(), "startTime"), Direction::kAscending}}, switches);
}

Checked<std::optional<std::int64_t>> NumberParameter(const Request& request, std::string_view name,
                                                     std::int64_t least) {
  const std::optional<std::string> text = request.Query(name);
  if (!text) return std::optional<std::int64_t>();
  const std::optional<std::int64_t> number = ParseWholeNumber(*text);
  if (!number || *number < least) return WrongParameter(name, "must be a whole number");
  return number;
}

Checked<Json> FilterParameter(const Request& request, const Switches& switches) {
  std::optional<std::string> text = request.Query(kFilterParameter);
  if (!text && switches.Is("snake_case", "accept")) text = request.Query(kSnakeFilterParameter);
  if (!text) return Json();
  std::optional<Json> filter = ParseKeepingFirst(*text);
  if (!filter) return WrongParameter(kFilterParameter, "is not JSON");
  return *std::move(filter);
}

std::optional<Refusal> RefuseListParameters(const Request& request, const Switches& switches) {
  std::vector<std::string_view> allowed(kListParameters.begin(), kListParameters.end());
  if (switches.Is("fields_parameter", "reject")) allowed.resize(allowed.size() - 2);
  if (switches.Is("snake_case", "reject")) std::erase(allowed, kSnakeFilterParameter);
  if (switches.Is("unknown_parameters", "ignore")) return std::nullopt;
  const std::optional<std::string> unexpected = FirstUnexpectedQuery(request, allowed);
  if (!unexpected) return std::nullopt;
  return RefuseFields({*unexpected, "is not known, or sent twice", "CUSTOM", nullptr});
}

Checked<bool> ActionsParameter(const Request& request) {
  const std::string text = request.Query(kActionsFlag).value_or("false");
  if (text != "true" && text != "false") return WrongParameter(kActionsFlag, "must be a boolean");
  return text == "true";
}

Checked<V1Read> ReadListRequest(const Request& request, const Switches& switches) {
  if (auto refusal = RefuseListParameters(request, switches)) return *std::move(refusal);
  Checked<Json> filter = FilterParameter(request, switches);
  if (const Refusal* const refusal = RefusalIn(filter)) return *refusal;
  const auto limit = NumberParameter(request, "query.paging.limit", 1);
  if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
  const auto offset = NumberParameter(request, "query.paging.offset", 0);
  if (const Refusal* const refusal = RefusalIn(offset)) return *refusal;
  const Checked<bool> actions = ActionsParameter(request);
  if (const Refusal* const refusal = RefusalIn(actions)) return *refusal;
  V1Read read;
  read.filter = std::get<Json>(std::move(filter));
  read.order = ListOrder(switches);
  read.paging = {std::get<0>(limit), std::get<0>(offset).value_or(0)};
  read.with_actions = std::get<bool>(actions);
  read.fields = switches.Is("v1_list_created_filter", "both") ? V1QueryFields() : V1ListFields();
  read.default_status = "v1_list_default_status";
  return read;
}

Checked<V1Read> ReadQueryRequest(const Request& request, const Switches& switches) {
  const Checked<Json> body = ReadBody(request, switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  Checked<Query> query = ReadQuery(std::get<Json>(body), kShape, switches);
  if (const Refusal* const refusal = RefusalIn(query)) return *refusal;
  auto& parsed = std::get<Query>(query);
  Checked<std::vector<SortTerm>> order = QueryOrder(parsed.sort, switches);
  if (const Refusal* const refusal = RefusalIn(order)) return *refusal;
  V1Read read;
  read.filter = std::move(parsed.filter);
  read.order = std::get<std::vector<SortTerm>>(std::move(order));
  read.paging = parsed.paging.value_or(OffsetPaging());
  read.with_actions = parsed.flags.contains(std::string(kActionsFlag));
  read.fields = V1QueryFields();
  read.default_status = "v1_query_default_status";
  return read;
}

}  // namespace

Answer QueryV1(const Call& call) {
  const Switches& switches = call.account.switches;
  if (auto refusal = RefuseReaderOfV1(switches)) return refusal->ToAnswer();
  const Checked<V1Read> read = ReadQueryRequest(call.request, switches);
  if (const Refusal* const refusal = RefusalIn(read)) return refusal->ToAnswer();
  Checked<V1Page> page = ReadPage(std::get<V1Read>(read), Style(switches), call);
  if (const Refusal* const refusal = RefusalIn(page)) return refusal->ToAnswer();
  auto& found = std::get<V1Page>(page);
  Json body = {{"bookingsEntries", found.entries}};
  PutMetadata(body, found, std::get<V1Read>(read).paging.offset, switches);
  return AnswerRead(static_cast<const WixAccount&>(call.account), body);
}

Answer ListV1(const Call& call) {
  const Switches& switches = call.account.switches;
  if (auto refusal = RefuseReaderOfV1(switches)) return refusal->ToAnswer();
  const Checked<V1Read> read = ReadListRequest(call.request, switches);
  if (const Refusal* const refusal = RefusalIn(read)) return refusal->ToAnswer();
  Style style(switches);
  if (switches.Is("v1_list_created", "created_only")) {
    style.v1_created = Style::ListCreated::kCreatedOnly;
  }
  Checked<V1Page> page = ReadPage(std::get<V1Read>(read), style, call);
  if (const Refusal* const refusal = RefusalIn(page)) return refusal->ToAnswer();
  auto& found = std::get<V1Page>(page);
  Json body = {{"bookingsEntries", found.entries}};
  if (switches.Is("v1_list_metadata", "present")) {
    PutMetadata(body, found, std::get<V1Read>(read).paging.offset, switches);
  }
  return AnswerRead(static_cast<const WixAccount&>(call.account), body);
}

}  // namespace bookings::sandbox::wix
