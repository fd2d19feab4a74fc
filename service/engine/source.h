// Reads the bookings of one connection page by page for one list: vendor pages (page_reader.h),
// repeats, details, residual filter.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "service/engine/connection.h"
#include "service/engine/details.h"
#include "service/engine/drive.h"
#include "service/engine/filter.h"
#include "service/engine/list_position.h"
#include "service/engine/order.h"
#include "service/engine/page_reader.h"
#include "service/engine/recent.h"

namespace bookings {

// A booking that matches, and how many rows of the list are passed with it, where rows have
// numbers.
struct SourceRow {
  v1::Booking* booking = nullptr;
  int64_t passed = 0;
  // In the source's order; unset where it has none, too.
  OrderTime time;
};

// One vendor page, filtered.
struct SourcePage {
  // What it was read with.
  std::string cursor;
  int64_t first_row = 0;
  // As ReadPage has them.
  PassedIds passed_before;
  PassedIds passed_behind;
  std::vector<SourceRow> rows;
  std::shared_ptr<google::protobuf::Arena> arena;
  // What the arena takes in memory.
  size_t bytes = 0;
  // All rows of the list that are passed with the whole page, and the vendor id of the last one.
  int64_t passed = 0;
  std::string last_vendor_id;
  std::string last_etag;
  // Where the next page is, for readers by cursor; unset behind the last page.
  std::optional<std::string> next_cursor;
  // Whether more pages are to come.
  bool more = false;
  // In the order of the list, all bookings of later pages are at or behind this time; unset =
  // nothing is known.
  std::optional<absl::Time> rest_from;
  // Whether the vendor does not keep to the order that the list rests on.
  bool order_broken = false;
  int filtered = 0;
  int dropped = 0;
  std::optional<int64_t> vendor_total;
  std::vector<v1::SourceNote> notes;
};

struct SourceOptions {
  // Detail calls at a time.
  int details_in_flight = 4;
  // Pages at a time, where the vendor's pages have numbers.
  int pages_in_flight = 8;
  // The order of the list, or that of the plan where the list has none.
  v1::OrderBy order = v1::ORDER_BY_UNSPECIFIED;
};

// Lives on the loop of its connection; destroying it stops the vendor calls.
class Source {
 public:
  using Deliver = absl::AnyInvocable<void(absl::StatusOr<SourcePage>)>;

  // `deliver` runs on the loop for each page that was granted, never after a failure or the last
  // page.
  Source(const Connection& connection, ListPlan plan, CallContext context, const SourceStart& start,
         SourceOptions options, Deliver deliver);

  // Lets the source read so many more pages. Called first after construction.
  void Grant(int pages);

 private:
  void FetchShared();
  void OnRead(absl::StatusOr<ReadPage> read);
  void WorkOn();
  absl::Status Check(const Page& page) const;
  void Describe(ReadPage& read);
  void WatchOrder(const ReadPage& read);
  void WatchTotal(const Page& page);
  void Select(Page& page);
  bool CameBefore(const v1::Booking& booking);
  void FetchDetails();
  void OnDetails(const DetailsOutcome& outcome);
  void Compact();
  void TellTimes();
  void Complete();
  void Fail(const absl::Status& status);
  void End();

  const Connection& connection_;
  const ListPlan plan_;
  const CallContext context_;
  const BookingMatcher matcher_;
  const BookingMatcher early_matcher_;  // what can be checked before the details are there
  const bool details_decide_;           // whether the filter asks for what only the details tell
  const bool resumes_exactly_;
  const SourceOptions options_;
  const std::string name_prefix_;
  Deliver deliver_;

  std::unique_ptr<PageReader> reader_;
  int waiting_grants_ = 0;                      // until the shared details are there
  bool over_ = false;                           // the last page or a failure was delivered
  bool busy_ = false;                           // a page is being completed
  std::deque<absl::StatusOr<ReadPage>> pages_;  // read and not yet completed
  RecentTexts recent_ids_;
  std::optional<int64_t> first_total_;
  OrderTime rest_from_;  // in the plan's vendor order
  bool order_broken_ = false;
  std::optional<v1::Booking> shared_details_;
  SourcePage current_;
  int current_rows_ = 0;  // before any was left out
  std::unique_ptr<Drive<v1::Booking>> shared_drive_;
  std::unique_ptr<DetailsRun> details_run_;
  std::unique_ptr<Timer> stop_;
};

}  // namespace bookings
