// The envelope of a query: body, paging, sort and flags, read strictly. What they mean is each
// endpoint's.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/wix/wix_refusal.h"
#include "deploy/sandbox/wix/wix_value.h"

namespace bookings::sandbox::wix {

// What an endpoint takes.
struct QueryShape {
  std::span<const std::string_view> flags;          // booleans beside `query`
  std::span<const std::string_view> query_members;  // of `query`
};

struct OffsetPaging {
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
};

struct CursorPaging {
  std::optional<std::int64_t> limit;
  std::optional<std::string> cursor;
};

struct Query {
  Json filter;  // an object, or null = none given
  Json sort;    // an array, or null = none given
  std::optional<OffsetPaging> paging;
  std::optional<CursorPaging> cursor_paging;
  std::set<std::string> flags;  // those that are true
};

// The body as a JSON object with camelCase names outside of filters.
Checked<Json> ReadBody(const Request& request, const Switches& switches);

// Refuses the first member of `object` that is not allowed, unless the account lets unknown ones
// pass.
std::optional<Refusal> RefuseUnknownMembers(const Json& object, std::string_view path,
                                            std::span<const std::string_view> allowed,
                                            const Switches& switches);

Checked<Query> ReadQuery(const Json& body, const QueryShape& shape, const Switches& switches);

// The limit to use. Above `max` it is refused, or `clamped` is used where the switch says so.
struct LimitRule {
  std::string_view field;
  std::int64_t fallback;
  std::int64_t max;
  std::int64_t clamped;
  std::string_view over_switch;
};
Checked<std::int64_t> ReadLimit(std::optional<std::int64_t> limit, const LimitRule& rule,
                                const Switches& switches);

enum class Direction : std::uint8_t { kAscending, kDescending };

struct SortTerm {
  const Field* field;
  Direction direction;
};

// The terms of a `sort` array; every field must be one of `sortable`.
Checked<std::vector<SortTerm>> ReadSort(const Json& sort, std::span<const Field> sortable);

// The terms with a last one that makes the order total: by id, in the direction of the account's
// tie_break.
std::vector<SortTerm> WithTieBreak(std::vector<SortTerm> terms, const Switches& switches);

// A row's place in an order. Refers to its terms, which must outlive it.
struct SortKey {
  const std::vector<SortTerm>* terms;
  std::vector<Value> values;

  bool operator<(const SortKey& other) const;
  bool operator!=(const SortKey& other) const { return values != other.values; }
};

SortKey KeyOf(const std::vector<SortTerm>& terms, const Row& row, const Catalogue& catalogue);

}  // namespace bookings::sandbox::wix
