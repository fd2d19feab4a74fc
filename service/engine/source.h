// Reads the bookings of one connection page by page for one list: vendor pages, repeats, details,
// residual filter.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/api/page.h"
#include "service/engine/connection.h"
#include "service/engine/details.h"
#include "service/engine/drive.h"
#include "service/engine/filter.h"
#include "service/engine/recent.h"

namespace bookings {

// Where a source goes on; empty = from the start. See internal/v1/page_token.proto.
struct SourceStart {
  std::string cursor;
  int passed = 0;
  std::string anchor;
};

// A booking that matches, and how many rows of the vendor page are passed once it is delivered.
struct SourceRow {
  v1::Booking* booking = nullptr;
  int passed = 0;
};

// One vendor page, filtered.
struct SourcePage {
  // The cursor that it was read with.
  std::string cursor;
  std::vector<SourceRow> rows;
  std::shared_ptr<google::protobuf::Arena> arena;
  // The vendor id of its last row, matching or not; empty for an empty page.
  std::string last_vendor_id;
  // All rows of the vendor page.
  int vendor_rows = 0;
  std::optional<std::string> next_cursor;
  int filtered = 0;
  int dropped = 0;
  std::optional<int64_t> vendor_total;
  std::vector<v1::SourceNote> notes;
};

// Lives on the loop of its connection; destroying it stops the vendor calls.
class Source {
 public:
  using Deliver = absl::AnyInvocable<void(absl::StatusOr<SourcePage>)>;

  // `deliver` runs on the loop for each page that was granted, never after a failure or the last
  // page.
  Source(const Connection& connection, ListPlan plan, CallContext context, SourceStart start,
         int details_in_flight, Deliver deliver);

  // Lets the source read so many more pages. Called first after construction.
  void Grant(int pages);

 private:
  void ReadOn();
  void FetchShared();
  void FetchPage();
  void OnPage(Page page);
  absl::Status Check(const Page& page);
  void FindAnchor(const Page& page);
  void Select(Page& page);
  void FetchDetails();
  void OnDetails(DetailsOutcome outcome);
  void Compact();
  void Complete();
  void Fail(const absl::Status& status);

  const Connection& connection_;
  const ListPlan plan_;
  const CallContext context_;
  const BookingMatcher matcher_;
  const BookingMatcher early_matcher_;  // what can be checked before the details are there
  const bool details_decide_;           // whether the filter asks for what only the details tell
  const bool resumes_exactly_;
  const int details_in_flight_;
  const std::string name_prefix_;
  Deliver deliver_;

  SourceStart start_;  // cleared once the anchor was looked for
  std::optional<std::string> cursor_;
  int credit_ = 0;
  bool busy_ = false;
  RecentTexts recent_ids_;
  RecentTexts recent_cursors_;
  std::optional<int64_t> first_total_;
  std::optional<v1::Booking> shared_details_;
  SourcePage current_;
  std::unique_ptr<Drive<Page>> page_drive_;
  std::unique_ptr<Drive<v1::Booking>> shared_drive_;
  std::unique_ptr<DetailsRun> details_run_;
};

}  // namespace bookings
