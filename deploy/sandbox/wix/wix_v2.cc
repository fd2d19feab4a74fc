// See wix_v2.h.
#include "deploy/sandbox/wix/wix_v2.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_cursor.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_render_v2.h"

namespace bookings::sandbox::wix {
namespace {

// wix.md 3.3.
constexpr std::int64_t kDefaultLimit = 50;
constexpr std::int64_t kMaxLimit = 100;

constexpr LimitRule LimitRuleOf(std::string_view field) {
  return {field, kDefaultLimit, kMaxLimit, kMaxLimit, "v2_limit_over"};
}

struct FlagWord {
  std::string_view name;
  Extra extra;
};

constexpr std::array kFlagWords = {
    FlagWord{"withBookingAllowedActions", Extra::kAllowedActions},
    FlagWord{"withBookingAttendanceInfo", Extra::kAttendance},
    FlagWord{"withBookingConferencingDetails", Extra::kConferencing},
    FlagWord{"withBookingPolicySettings", Extra::kPolicy},
    FlagWord{"withBookingFeeDetails", Extra::kFees},
    FlagWord{"withEcomOrder", Extra::kOrder},
};

constexpr std::array<std::string_view, 6> kFlags = {kFlagWords[0].name, kFlagWords[1].name,
                                                    kFlagWords[2].name, kFlagWords[3].name,
                                                    kFlagWords[4].name, kFlagWords[5].name};
constexpr std::array<std::string_view, 6> kQueryMembers = {"filter",       "sort",   "paging",
                                                           "cursorPaging", "fields", "fieldsets"};
constexpr QueryShape kShape = {kFlags, kQueryMembers};
constexpr std::array<std::string_view, 1> kCountMembers = {"filter"};

Refusal Wrong(std::string_view field, std::string_view description, std::string_view rule) {
  return RefuseFields({std::string(field), std::string(description), std::string(rule), nullptr});
}

Extras ExtrasOf(const Query& query) {
  Extras extras = 0;
  for (const FlagWord& word : kFlagWords) {
    if (query.flags.contains(std::string(word.name))) extras |= static_cast<Extras>(word.extra);
  }
  return extras;
}

// Members of a site may not use the reader (wix.md 1.3).
std::optional<Refusal> RefuseReader(const Call& call) {
  if (CallerOf(call) == Caller::kMember) return RefuseIdentity();
  return RefuseWithout(Right::kReadBookings, call.account.switches);
}

// One query of the reader, from the call alone or from the cursor that it brings.
struct V2Read {
  Json filter;
  Json sort;
  std::vector<SortTerm> order;
  std::int64_t limit = kDefaultLimit;
  std::optional<std::int64_t> offset;       // with offset paging only
  std::optional<std::vector<Value>> after;  // with a cursor only
  Extras extras = 0;
};

class RequestReader {
 public:
  explicit RequestReader(const Call& call)
      : request_(call.request), switches_(call.account.switches) {}

  Checked<V2Read> Read() {
    const Checked<Json> body = ReadBody(request_, switches_);
    if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
    if (!std::get<Json>(body).contains("query")) {
      return Wrong("query", "must not be empty", "REQUIRED_FIELD");
    }
    Checked<Query> query = ReadQuery(std::get<Json>(body), kShape, switches_);
    if (const Refusal* const refusal = RefusalIn(query)) return *refusal;
    query_ = std::get<Query>(std::move(query));
    if (auto refusal = ReadContent()) return *std::move(refusal);
    read_.extras = ExtrasOf(query_);
    return read_;
  }

 private:
  std::optional<Refusal> ReadContent() {
    if (auto refusal = RefusePagings()) return refusal;
    read_.filter = query_.filter;
    read_.sort = query_.sort;
    const bool has_cursor = query_.cursor_paging && query_.cursor_paging->cursor;
    if (has_cursor) {
      if (auto refusal = ReadCursor(*query_.cursor_paging->cursor)) return refusal;
    } else if (auto refusal = ReadFirstLimit()) {
      return refusal;
    }
    return ReadOrder();
  }

  std::optional<Refusal> RefusePagings() {
    if (!query_.paging || !query_.cursor_paging) return std::nullopt;
    if (switches_.Is("v2_both_pagings", "reject")) {
      return Wrong("query.paging", "paging and cursorPaging exclude each other", "CUSTOM");
    }
    query_.paging.reset();
    return std::nullopt;
  }

  std::optional<Refusal> ReadFirstLimit() {
    const bool by_offset = query_.paging.has_value();
    const std::optional<std::int64_t> asked = by_offset              ? query_.paging->limit
                                              : query_.cursor_paging ? query_.cursor_paging->limit
                                                                     : std::nullopt;
    const Checked<std::int64_t> limit =
        ReadLimit(asked, LimitRuleOf(by_offset ? "query.paging.limit" : "query.cursorPaging.limit"),
                  switches_);
    if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
    read_.limit = std::get<std::int64_t>(limit);
    if (by_offset) read_.offset = query_.paging->offset;
    return std::nullopt;
  }

  std::optional<Refusal> ReadCursor(const std::string& text) {
    const bool with_query = !query_.filter.is_null() || !query_.sort.is_null();
    if (with_query && switches_.Is("v2_cursor_with_query", "reject")) {
      return Wrong("query.cursorPaging.cursor", "excludes filter and sort", "CUSTOM");
    }
    std::optional<Cursor> cursor = DecodeCursor(text);
    if (!cursor) return Wrong("query.cursorPaging.cursor", "is not a cursor", "FORMAT");
    std::optional<std::int64_t> asked = query_.cursor_paging->limit;
    if (!asked && switches_.Is("v2_cursor_limit", "remembered")) asked = cursor->limit;
    const Checked<std::int64_t> limit =
        ReadLimit(asked, LimitRuleOf("query.cursorPaging.limit"), switches_);
    if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
    read_.limit = std::get<std::int64_t>(limit);
    read_.filter = std::move(cursor->filter);
    read_.sort = std::move(cursor->sort);
    read_.after = std::move(cursor->after);
    return std::nullopt;
  }

  std::optional<Refusal> ReadOrder() {
    Checked<std::vector<SortTerm>> terms = ReadSort(read_.sort, V2Fields());
    if (const Refusal* const refusal = RefusalIn(terms)) return *refusal;
    auto& list = std::get<std::vector<SortTerm>>(terms);
    if (list.empty() && switches_.Is("v2_default_sort", "created_desc")) {
      list.push_back({FindField(V2Fields(), "createdDate"), Direction::kDescending});
    } else if (list.empty()) {
      list.push_back({FindField(V2Fields(), "id"), Direction::kAscending});
    }
    read_.order = WithTieBreak(std::move(list), switches_);
    if (read_.after && read_.after->size() != read_.order.size()) {
      return Wrong("query.cursorPaging.cursor", "is not a cursor", "FORMAT");
    }
    return std::nullopt;
  }

  const Request& request_;
  const Switches& switches_;
  Query query_;
  V2Read read_;
};

// The first row of the page: by offset, or behind the cursor's last row.
std::size_t FirstOf(const Slots& slots, const V2Read& read, const WixAccount& account) {
  if (read.offset) return std::min(static_cast<std::size_t>(*read.offset), slots.size());
  if (!read.after) return 0;
  const SortKey after{&read.order, *read.after};
  const auto first = std::partition_point(slots.begin(), slots.end(), [&](Slot slot) {
    return !(after < KeyOf(read.order, account.store().At(slot), account.catalogue()));
  });
  return static_cast<std::size_t>(first - slots.begin());
}

// `cursors` of a page: what says "no more" is a switch.
Json CursorsOf(const std::optional<std::string>& next, const Switches& switches) {
  Json cursors = Json::object();
  if (next) {
    cursors["next"] = *next;
  } else if (switches.Is("v2_last_cursor", "empty")) {
    cursors["next"] = "";
  } else if (switches.Is("v2_last_cursor", "null")) {
    cursors["next"] = nullptr;
  }
  return cursors;
}

Json CursorMetadata(const std::optional<std::string>& next, std::size_t count, std::size_t total,
                    const Switches& switches) {
  Json metadata = {{"count", count}};
  if (switches.Is("v2_cursor_total", "present")) metadata["total"] = total;
  metadata["cursors"] = CursorsOf(next, switches);
  if (!switches.Is("v2_has_next", "absent")) {
    metadata["hasNext"] = next.has_value() || switches.Is("v2_has_next", "always_true");
  }
  return metadata;
}

Json RenderPage(const Slots& slots, const V2Read& read, const WixAccount& account) {
  const std::size_t first = FirstOf(slots, read, account);
  const std::size_t count = std::min(static_cast<std::size_t>(read.limit), slots.size() - first);
  const Style style(account.switches);
  Json entries = Json::array();
  std::optional<std::string> next;
  for (std::size_t i = first; i < first + count; ++i) {
    const Row row = account.store().At(slots[i]);
    entries.push_back(RenderExtendedBooking(row, account.catalogue(), style, read.extras));
    const bool last_of_page = i + 1 == first + count;
    if (last_of_page && i + 1 < slots.size()) {
      const SortKey key = KeyOf(read.order, row, account.catalogue());
      next = Encode({read.filter, read.sort, read.limit, key.values});
    }
  }
  Json metadata = read.offset
                      ? Json{{"count", count}, {"offset", *read.offset}, {"total", slots.size()}}
                      : CursorMetadata(next, count, slots.size(), account.switches);
  return {{"extendedBookings", std::move(entries)}, {"pagingMetadata", std::move(metadata)}};
}

}  // namespace

Answer QueryV2(const Call& call) {
  if (auto refusal = RefuseReader(call)) return refusal->ToAnswer();
  const Checked<V2Read> checked = RequestReader(call).Read();
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const auto& read = std::get<V2Read>(checked);
  WixAccount& account = SettledAccount(call);
  if (Asks(read.extras, Extra::kOrder)) {
    if (auto refusal = RefuseWithout(Right::kReadOrders, account.switches)) {
      return refusal->ToAnswer();
    }
  }
  const Checked<Filter> filter = Filter::Parse(read.filter, RulesFor(V2Fields(), account.switches));
  if (const Refusal* const refusal = RefusalIn(filter)) return refusal->ToAnswer();
  const RowTest test = TestOf(std::get<Filter>(filter), JsonString(read.filter), account);
  const Slots& slots = SelectRows(account, read.order, test);
  return AnswerRead(account, RenderPage(slots, read, account));
}

Answer CountV2(const Call& call) {
  if (auto refusal = RefuseReader(call)) return refusal->ToAnswer();
  const Switches& switches = call.account.switches;
  const Checked<Json> checked = ReadBody(call.request, switches);
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const Json& body = std::get<Json>(checked);
  if (auto refusal = RefuseUnknownMembers(body, "", kCountMembers, switches)) {
    return refusal->ToAnswer();
  }
  const Json source = body.value("filter", Json());
  const Checked<Filter> filter = Filter::Parse(source, RulesFor(V2Fields(), switches));
  if (const Refusal* const refusal = RefusalIn(filter)) return refusal->ToAnswer();
  WixAccount& account = SettledAccount(call);
  const RowTest test = TestOf(std::get<Filter>(filter), JsonString(source), account);
  const Slots& slots = SelectRows(account, WithTieBreak({}, switches), test);
  return AnswerRead(account, {{"count", slots.size()}});
}

}  // namespace bookings::sandbox::wix
