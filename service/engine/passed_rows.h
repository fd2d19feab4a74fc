// What a reader by numbers knows of the rows that it has passed, to see whether a page follows them
// and to take out what comes a second time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "connectors/api/page.h"
#include "service/engine/order.h"
#include "service/engine/recent.h"

namespace bookings {

// Where reading goes on.
struct RowPosition {
  // Rows that stood before it when it was taken, a hint; 0 = from the list's beginning.
  int64_t row = 0;
  // Vendor id of the last row that was passed; empty = not known.
  std::string id;
  // The time of the last row that was passed, in the plan's vendor order.
  OrderTime time;
  // The etag that the row with this id had; empty = not known.
  std::string etag;
};

// For one thread.
class PassedRows {
 public:
  // Whether rows may come before others that were passed.
  enum class Rows { kMove, kStay };

  // `order` is that which the vendor was asked for, UNSPECIFIED = rows have no known order.
  PassedRows(v1::OrderBy order, Rows rows, const RowPosition& start);

  // Whether every row behind those that were passed is on this page or on later ones.
  bool Reaches(const Page& page) const;

  struct Outcome {
    // The page may hold rows that were delivered before: in an earlier part of a list that goes on,
    // or before the vendor turned out not to keep its order.
    bool replayed = false;
    // The vendor did not keep to its order; it is taken for one without from now on.
    bool order_broken = false;
  };
  // Passes the page, whose first row has this number, and takes the rows out of it that were passed
  // before.
  Outcome Pass(int64_t first_row, Page& page);

 private:
  Outcome PassSorted(Page& page);
  Outcome PassUnsorted(int64_t first_row, Page& page);
  bool IsNew(const v1::Booking& booking, const OrderTime& time);
  bool IsOfTail(const v1::Booking& row) const;
  size_t KnownRows(int64_t first_row, const std::vector<v1::Booking*>& rows) const;
  void Remember(int64_t first_row, const std::vector<v1::Booking*>& rows);

  v1::OrderBy order_;
  const Rows rows_;
  const bool goes_on_;
  int64_t resume_row_;
  int64_t end_row_;  // behind the furthest row of a list without an order that was passed
  // The last row of a sorted list.
  std::string last_id_;
  OrderTime last_row_time_;
  // The last page of a list without an order, hashes of ids and etags: where one of its rows is
  // gone, the others still tell where the list goes on.
  absl::flat_hash_map<uint64_t, std::optional<uint64_t>> tail_;
  OrderTime last_time_;  // the last known time
  const OrderTime start_time_;
  RecentTexts recent_ids_;
  // The rows at last_time_: vendors break ties as they like.
  absl::flat_hash_set<uint64_t> ids_at_last_time_;
};

}  // namespace bookings
