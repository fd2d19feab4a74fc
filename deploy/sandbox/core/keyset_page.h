// One page of a list that is continued behind its last row, whatever was inserted or removed
// meanwhile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "deploy/sandbox/core/row_store.h"

namespace bookings::sandbox {

// A place in an order: the row's key, ties by id.
struct Position {
  int64_t key = 0;
  std::string id;
};

inline bool operator<(const Position& a, const Position& b) {
  return std::tie(a.key, a.id) < std::tie(b.key, b.id);
}

template <typename Row>
struct ListOrder {
  enum class Direction { kAscending, kDescending };

  // Names the key for RowStore.
  std::string_view name;
  int64_t (*key_of)(const Row& row);
  Direction direction;

  Position PositionOf(const Row& row) const { return {key_of(row), row.id}; }
};

// What a switch `list_order` can say where a vendor does not document its order.
template <typename Row>
ListOrder<Row> CreationOrder(std::string_view word) {
  using Direction = typename ListOrder<Row>::Direction;
  const auto created = [](const Row& row) { return row.created_ms; };
  if (word == "oldest_first") return {"created", created, Direction::kAscending};
  if (word == "by_id") return {"id", [](const Row&) { return int64_t{0}; }, Direction::kAscending};
  return {"created", created, Direction::kDescending};  // newest_first
}

struct KeysetPage {
  Slots slots;
  // Whether rows follow.
  bool more = false;
};

// Up to `limit` rows behind `after`, or from the beginning. `ascending` is a list of the store in
// the order's key.
template <typename Row>
KeysetPage PageAfter(const RowStore<Row>& store, const Slots& ascending,
                     const ListOrder<Row>& order, const std::optional<Position>& after,
                     size_t limit) {
  const auto begin = ascending.begin();
  const auto end = ascending.end();
  KeysetPage page;
  const auto take = [&](auto from, auto to) {
    const size_t rest = static_cast<size_t>(to - from);
    page.slots.assign(from, from + static_cast<ptrdiff_t>(std::min(rest, limit)));
    page.more = rest > limit;
  };
  if (order.direction == ListOrder<Row>::Direction::kAscending) {
    take(after ? std::partition_point(
                     begin, end,
                     [&](Slot slot) { return !(*after < order.PositionOf(store.At(slot))); })
               : begin,
         end);
  } else {
    const auto older =
        after
            ? std::partition_point(
                  begin, end, [&](Slot slot) { return order.PositionOf(store.At(slot)) < *after; })
            : end;
    take(std::make_reverse_iterator(older), std::make_reverse_iterator(begin));
  }
  return page;
}

}  // namespace bookings::sandbox
