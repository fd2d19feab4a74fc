#include "deploy/sandbox/tiquo/tiquo_lists.h"

namespace bookings::sandbox::tiquo {
KeysetPage ListPage(TiquoAccount& account, const RowFilter& filter, const Row* cursor,
                    size_t limit) {
  const ListOrder<Row> order = CreationOrder<Row>(account.switches.Get("list_order"));
  const Slots& rows = account.store.Selected(order.name, order.key_of, filter.name, filter.keep);
  std::optional<Position> after;
  if (cursor != nullptr) after = order.PositionOf(*cursor);
  return PageAfter(account.store, rows, order, after, limit);
}

}  // namespace bookings::sandbox::tiquo
