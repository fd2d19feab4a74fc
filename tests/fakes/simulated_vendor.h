// A vendor with rows that a test changes while lists are read, and its connector: paged by numbers
// or by cursors, sorted or not, with or without a filter to resume by.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "connectors/api/connector.h"
#include "connectors/api/cursor.h"
#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "service/engine/connection.h"
#include "service/engine/order.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {

struct SimulatedRow {
  std::string id;
  std::optional<int> start;  // seconds
  int created = 0;
  v1::BookingStatus status = v1::BOOKING_STATUS_CONFIRMED;
};

struct SimulatedVendor {
  std::string id = "one";
  bool numbered = false;
  bool rows_stay = false;
  // The orders that it sorts by; without a wish it takes `default_order`.
  std::vector<v1::OrderBy> native;
  v1::OrderBy default_order = v1::ORDER_BY_UNSPECIFIED;
  // The orders in which it can leave out what is before an instant.
  std::vector<v1::OrderBy> resumable;
  int page_size = 3;
  v1::ResumeSupport resume = v1::RESUME_SUPPORT_EXACT;
  // Sends rows as they lie, whatever it is asked.
  bool ignores_order = false;
  // Sends pages of this size, whatever it is asked; 0 = as asked.
  int sent_page_size = 0;
  // Sends its first page whatever it is asked.
  bool repeats_first_page = false;
  // Refuses a cursor whose row is gone.
  bool cursors_are_rows = false;
  std::vector<SimulatedRow> rows;
};

class SimulatedConnector final : public Connector {
 public:
  explicit SimulatedConnector(const SimulatedVendor* vendor) : vendor_(vendor) {
    capabilities_.set_resume(vendor->resume);
  }

  std::string_view vendor() const override { return "simulated"; }
  std::string_view default_base_url() const override { return "https://simulated.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override { return {}; }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    ListPlan plan;
    plan.query = query;
    plan.numbered = vendor_->numbered;
    plan.rows_stay = vendor_->rows_stay && !IsSorted(query.order);
    plan.vendor_order = IsIn(vendor_->native, query.order) ? query.order : vendor_->default_order;
    plan.starts_at_resume = query.resume_from && IsIn(vendor_->resumable, ListOrder(plan));
    return plan;
  }

  NumberedPage PageAt(const ListPlan&, int64_t row) const override {
    return PageHolding(row, vendor_->page_size);
  }

  Step<Page> ListPage(const ListPlan& plan, std::string_view cursor) const override {
    HttpRequest request;
    request.target = "/list/" + std::string(cursor);
    return {std::move(request), [this, plan, cursor = std::string(cursor)](HttpResponse) {
              return Step<Page>(Read(plan, cursor));
            }};
  }

  absl::Status ExplainFailure(Purpose, const HttpResponse&) const override {
    return ResponseInvalid("not used: the tests answer with failures");
  }

 private:
  static bool IsIn(const std::vector<v1::OrderBy>& orders, v1::OrderBy order) {
    return IsSorted(order) && std::find(orders.begin(), orders.end(), order) != orders.end();
  }

  static OrderTime TimeOf(const SimulatedRow& row, v1::OrderBy order) {
    if (!IsByStart(order)) return absl::FromUnixSeconds(row.created);
    if (!row.start) return std::nullopt;
    return absl::FromUnixSeconds(*row.start);
  }

  static v1::OrderBy ListOrder(const ListPlan& plan) {
    return IsSorted(plan.query.order) ? plan.query.order : plan.vendor_order;
  }

  // A vendor that does not sort by a time does not find rows without one by a filter on it.
  static bool IsBefore(const SimulatedRow& row, const ListPlan& plan) {
    const v1::OrderBy order = ListOrder(plan);
    const OrderTime time = TimeOf(row, order);
    if (!time) return order != plan.vendor_order;
    return TimePrecedes(time, plan.query.resume_from, order);
  }

  // Ties by id; without an order, newest first.
  std::vector<SimulatedRow> Sorted(const ListPlan& plan) const {
    std::vector<SimulatedRow> rows = vendor_->rows;
    if (vendor_->ignores_order) return rows;
    const v1::OrderBy order =
        IsSorted(plan.vendor_order) ? plan.vendor_order : v1::ORDER_BY_CREATE_TIME_DESC;
    if (plan.starts_at_resume) std::erase_if(rows, [&](auto& row) { return IsBefore(row, plan); });
    std::sort(rows.begin(), rows.end(), [&](const SimulatedRow& a, const SimulatedRow& b) {
      return Precedes(TimeOf(a, order), a.id, TimeOf(b, order), b.id, order);
    });
    return rows;
  }

  absl::StatusOr<Page> Read(const ListPlan& plan, const std::string& cursor) const {
    const std::vector<SimulatedRow> rows = Sorted(plan);
    if (plan.numbered) return ReadNumbered(rows, cursor);
    if (vendor_->cursors_are_rows && !cursor.empty() && !HoldsRowOf(cursor)) {
      return MakeFailure(absl::StatusCode::kFailedPrecondition,
                         v1::ERROR_REASON_VENDOR_REQUEST_REFUSED, "no such cursor");
    }
    return ReadBehind(plan, rows, cursor);
  }

  bool HoldsRowOf(const std::string& cursor) const {
    const std::vector<std::string> parts = absl::StrSplit(cursor, ' ');
    return std::any_of(vendor_->rows.begin(), vendor_->rows.end(),
                       [&](const SimulatedRow& row) { return row.id == parts[1]; });
  }

  Page ReadNumbered(const std::vector<SimulatedRow>& rows, const std::string& cursor) const {
    PageNumber number = *ReadPageCursor(cursor, vendor_->page_size);
    if (vendor_->sent_page_size > 0) number.size = vendor_->sent_page_size;
    if (vendor_->repeats_first_page) number.number = 1;
    const size_t first = static_cast<size_t>((number.number - 1) * number.size);
    const size_t end = std::min(rows.size(), first + static_cast<size_t>(number.size));
    Page page;
    for (size_t i = first; i < end; ++i) Add(rows[i], page);
    page.vendor_total = static_cast<int64_t>(rows.size());
    if (end < rows.size() && first < end) {
      page.next_cursor = FormatPageCursor({number.number + 1, number.size}, vendor_->page_size);
    }
    return page;
  }

  // The cursor holds the place of the last row, which may be gone: `created id`, or `start created
  // id` where it is sorted by start.
  Page ReadBehind(const ListPlan& plan, const std::vector<SimulatedRow>& rows,
                  const std::string& cursor) const {
    const v1::OrderBy order =
        IsSorted(plan.vendor_order) ? plan.vendor_order : v1::ORDER_BY_CREATE_TIME_DESC;
    std::vector<SimulatedRow> rest;
    for (const SimulatedRow& row : rows) {
      if (cursor.empty() || IsBehind(row, cursor, order)) rest.push_back(row);
    }
    const size_t end = std::min(rest.size(), static_cast<size_t>(vendor_->page_size));
    Page page;
    for (size_t i = 0; i < end; ++i) Add(rest[i], page);
    if (end < rest.size()) page.next_cursor = CursorOf(rest[end - 1], order);
    return page;
  }

  static std::string CursorOf(const SimulatedRow& row, v1::OrderBy order) {
    const OrderTime time = TimeOf(row, order);
    return absl::StrCat(time ? absl::StrCat(absl::ToUnixSeconds(*time)) : "-", " ", row.id);
  }
  static bool IsBehind(const SimulatedRow& row, const std::string& cursor, v1::OrderBy order) {
    const std::vector<std::string> parts = absl::StrSplit(cursor, ' ');
    OrderTime time;
    int64_t seconds = 0;
    if (absl::SimpleAtoi(parts[0], &seconds)) time = absl::FromUnixSeconds(seconds);
    return Precedes(time, parts[1], TimeOf(row, order), row.id, order);
  }

  void Add(const SimulatedRow& row, Page& page) const {
    v1::Booking* booking = page.Add();
    booking->set_name(BookingName(vendor_->id, row.id));
    booking->set_vendor_id(row.id);
    booking->set_status(row.status);
    booking->mutable_create_time()->set_seconds(row.created);
    if (row.start) booking->mutable_start_time()->set_seconds(*row.start);
  }

  const SimulatedVendor* const vendor_;
  v1::Capabilities capabilities_;
};

// The vendor, its requests and the connection. The vendor outlives the fixture.
struct SimulatedFixture {
  SimulatedFixture(const SimulatedVendor* vendor, EventLoop* loop)
      : connection(std::make_shared<Connection>()) {
    connection->id = vendor->id;
    connection->connector = std::make_unique<SimulatedConnector>(vendor);
    connection->loop = loop;
    connection->health = std::make_shared<ConnectionHealth>();
    connection->sender = std::make_unique<FakeSender>(&sent);
  }

  SentRequests sent;
  std::shared_ptr<Connection> connection;
};

}  // namespace bookings
