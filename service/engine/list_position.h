// How far the sources of a list have been delivered: what page tokens hold, and where a list that
// goes on starts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "bookings/internal/v1/page_token.pb.h"
#include "service/engine/order.h"

namespace bookings {

// Hashes of vendor ids, as PassedId makes them.
using PassedIds = absl::flat_hash_set<uint32_t>;

// Where a source goes on; as it is made = from the start. Which parts count depends on how the
// source is read.
struct SourceStart {
  // Sorted sources: the last booking that was delivered.
  std::optional<OrderKey> key;
  // There is none, however far the list has come.
  bool not_begun = false;
  // Sources that are read by cursors: that of the vendor page being delivered, and the rows that
  // were delivered of it and may come again behind it.
  std::string cursor;
  PassedIds passed_ids;
  // Sources that are read by numbers: rows of the list that were passed (for sorted ones a hint),
  // and the vendor id of the last one.
  int64_t row = 0;
  std::string anchor;
  std::string anchor_etag;
  // Whether bookings of unknown time came already that are still to be delivered. They may be
  // missing in what a vendor is asked for behind the key.
  bool holds_unknown_times = false;
  // The vendor did not keep to its order: what was delivered does not tell what is still to come.
  bool order_broken = false;
};

uint32_t PassedId(std::string_view vendor_id);

internal::v1::OrderPosition ToOrderPosition(const OrderKey& key);
OrderKey FromOrderPosition(const internal::v1::OrderPosition& position);

// `names` is what all resource names of the source begin with.
internal::v1::SourcePosition ToSourcePosition(const SourceStart& start, std::string_view names);
// `last` is where the whole list stands, for sources without a key of their own; null where the
// list is not ordered.
SourceStart FromSourcePosition(const internal::v1::SourcePosition& position,
                               const internal::v1::OrderPosition* last, std::string_view names);

}  // namespace bookings
