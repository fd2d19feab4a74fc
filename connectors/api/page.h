// A page of bookings as a connector read it from one answer of its vendor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "google/protobuf/arena.h"

namespace bookings {

// Move-only. The bookings live on the page's own arena, in the vendor's order.
class Page {
 public:
  Page();
  Page(Page&&) noexcept = default;
  Page& operator=(Page&&) noexcept = default;

  // A new, empty booking at the end of the page.
  v1::Booking* Add();
  // Takes the last added booking off again (an item that turned out to have no usable id).
  void RemoveLast() { bookings.pop_back(); }

  std::vector<v1::Booking*> bookings;
  // Where the next page starts, in the connector's own words (opaque to the engine, at most
  // kMaxCursorBytes); no value = this was the last page.
  std::optional<std::string> next_cursor;
  // Set where the connector reads in an order that the vendor does not make (day by day): in the
  // query's order, all bookings of later pages are at or behind this instant.
  std::optional<absl::Time> rest_from;
  // The vendor's own count of matching items, a hint.
  std::optional<int64_t> vendor_total;
  // Items without a usable id, which are not in `bookings`.
  int dropped = 0;
  // Fields and enum words that the vendor's sheet does not know (drift), counted per item.
  int unknown_fields = 0;
  int unknown_words = 0;
  // What the source's status must say; a page with SLICE_FULL or RANGE_NOT_COVERED makes the source
  // PARTIAL.
  std::vector<v1::SourceNote> notes;

  std::shared_ptr<google::protobuf::Arena> arena;
};

// A page that is asked for by the numbers of its rows, which count from 0 in the vendor's order.
struct NumberedPage {
  // For Connector::ListPage.
  std::string cursor;
  int64_t first_row = 0;
  // How many it holds where the list is long enough; at least 1.
  int rows = 1;
};

// Longest cursor of a connector: tokens of 50 sources must stay within 64 KiB, Wix allows 16,000
// for its own.
inline constexpr size_t kMaxCursorBytes = 16'384;

}  // namespace bookings
