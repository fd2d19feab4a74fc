// Brings the vendor pages of one list, in the vendor's order and without a gap: by the vendor's
// cursors (cursor_reader.h) or by the numbers of the rows (numbered_reader.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "service/engine/connection.h"
#include "service/engine/list_position.h"
#include "service/engine/sender.h"

namespace bookings {

// A vendor page as it was read. What an earlier page brought already may have been taken out of it.
struct ReadPage {
  Page page;
  // Rows that the vendor sent, those without an id included.
  int vendor_rows = 0;
  // Vendor id and etag of the last of them; empty where there is none.
  std::string last_id;
  std::string last_etag;
  // What it was read with: a cursor, or the number of its first row.
  std::string cursor;
  int64_t first_row = 0;
  // Readers by cursors: hashes (PassedId) of rows that came before and may come again, as of this
  // page's beginning and behind it.
  PassedIds passed_before;
  PassedIds passed_behind;
  // Whether more pages are to come; a cursor reader also says where from.
  bool more = false;
  // Whether the vendor did not keep to the order of the plan.
  bool order_broken = false;
};

// What all pages of one list have in common. All outlive the reader.
struct ReaderParts {
  const Connection* connection = nullptr;
  const ListPlan* plan = nullptr;
  const CallContext* context = nullptr;
};

// Lives on the loop of its connection; destroying it stops the vendor calls.
class PageReader {
 public:
  // Runs on the loop for each page that was granted, never after a failure or the last page; may
  // not destroy the reader.
  using Deliver = absl::AnyInvocable<void(absl::StatusOr<ReadPage>)>;

  virtual ~PageReader() = default;
  // Lets the reader read so many more pages.
  virtual void Grant(int pages) = 0;
};

// A connector broke its contract: INTERNAL / VENDOR_RESPONSE_INVALID, naming the connector.
absl::Status ConnectorBreach(const Connection& connection, std::string_view what);

}  // namespace bookings
