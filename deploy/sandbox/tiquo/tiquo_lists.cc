#include "deploy/sandbox/tiquo/tiquo_lists.h"

namespace bookings::sandbox::tiquo {
namespace {

using Order = ListOrder<Row>;

int64_t CreatedKey(const Row& row) { return row.created_ms; }
int64_t NoKey(const Row&) { return 0; }

struct OrderWord {
  std::string_view word;
  Order order;
};
constexpr OrderWord kOrders[] = {
    {"newest_first", {"created", CreatedKey, Order::Direction::kDescending}},
    {"oldest_first", {"created", CreatedKey, Order::Direction::kAscending}},
    {"by_id", {"id", NoKey, Order::Direction::kAscending}}};

const Order& OrderOf(const Switches& switches) {
  const std::string_view word = switches.Get("list_order");
  for (const OrderWord& entry : kOrders) {
    if (entry.word == word) return entry.order;
  }
  return kOrders[0].order;
}

}  // namespace

KeysetPage ListPage(TiquoAccount& account, const RowFilter& filter, const Row* cursor,
                    size_t limit) {
  const Order& order = OrderOf(account.switches);
  const Slots& rows = account.store.Selected(order.name, order.key_of, filter.name, filter.keep);
  std::optional<Position> after;
  if (cursor != nullptr) after = order.PositionOf(*cursor);
  return PageAfter(account.store, rows, order, after, limit);
}

}  // namespace bookings::sandbox::tiquo
