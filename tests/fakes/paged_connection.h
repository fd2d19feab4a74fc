// A connection whose vendor has the pages that a test writes down, for tests of lists and lookups:
// the test answers each request by hand, and the connector then reads the page that the cursor
// names.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/connector.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "service/engine/connection.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {

// What the vendor has; a test may change it between pages.
struct PagedVendor {
  std::string id = "one";
  // Vendor ids by page; the cursor is the page's number.
  std::vector<std::vector<std::string>> pages;
  std::map<std::string, v1::BookingStatus> statuses;
  v1::Capabilities capabilities;
  DetailCalls details = DetailCalls::kNone;
  std::vector<v1::SourceNote> notes;
  // In place of the number of the next page: a connector that goes in a circle.
  std::string forced_cursor;
  // In place of the connection's own id in names: a connector that is broken.
  std::string forced_connection;
};

class PagedConnector final : public Connector {
 public:
  explicit PagedConnector(const PagedVendor* vendor) : vendor_(vendor) {}

  std::string_view vendor() const override { return "paged"; }
  std::string_view default_base_url() const override { return "https://paged.example"; }
  const v1::Capabilities& capabilities() const override { return vendor_->capabilities; }
  Credentials credentials() const override { return {}; }

  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    ListPlan plan;
    plan.query = query;
    plan.details = vendor_->details;
    return plan;
  }

  Step<Page> ListPage(const ListPlan&, std::string_view cursor) const override {
    int number = 0;
    if (!cursor.empty() && !absl::SimpleAtoi(ToAbsl(cursor), &number)) {
      return ResponseInvalid("no such page");
    }
    return {To(absl::StrCat("/list/", number), Purpose::kListBookings),
            [this, number](HttpResponse) -> Step<Page> { return ReadPage(number); }};
  }

  Step<Page> GetBooking(std::string_view id, v1::BookingView) const override {
    return {To("/get", Purpose::kGetBooking),
            [this, id = std::string(id)](HttpResponse) -> Step<Page> {
              Page page;
              AddBooking(id, page);
              return page;
            }};
  }

  Step<v1::Booking> FetchDetails(const v1::Booking& booking) const override {
    return {To("/details/" + booking.vendor_id(), Purpose::kBookingDetails), &ReadDetails};
  }
  Step<v1::Booking> FetchSharedDetails() const override {
    return {To("/shared", Purpose::kBookingDetails), &ReadDetails};
  }

  absl::Status ExplainFailure(Purpose, const HttpResponse&) const override {
    return ResponseInvalid("not used: the tests answer with failures");
  }

 private:
  static HttpRequest To(std::string target, Purpose purpose) {
    HttpRequest request;
    request.target = std::move(target);
    request.purpose = purpose;
    return request;
  }

  // The body is the customer's e-mail address.
  static Step<v1::Booking> ReadDetails(HttpResponse response) {
    v1::Booking details;
    details.add_customers()->set_email(response.body);
    return details;
  }

  void AddBooking(const std::string& id, Page& page) const {
    const std::string& owner =
        vendor_->forced_connection.empty() ? vendor_->id : vendor_->forced_connection;
    v1::Booking* booking = page.Add();
    booking->set_name(BookingName(owner, id));
    booking->set_vendor_id(id);
    const auto status = vendor_->statuses.find(id);
    booking->set_status(status == vendor_->statuses.end() ? v1::BOOKING_STATUS_CONFIRMED
                                                          : status->second);
  }

  Page ReadPage(int number) const {
    Page page;
    for (const std::string& id : vendor_->pages[static_cast<size_t>(number)]) AddBooking(id, page);
    const bool last = static_cast<size_t>(number) + 1 >= vendor_->pages.size();
    if (!last) page.next_cursor = absl::StrCat(number + 1);
    if (!vendor_->forced_cursor.empty()) page.next_cursor = vendor_->forced_cursor;
    page.notes = vendor_->notes;
    return page;
  }

  const PagedVendor* const vendor_;
};

// The vendor, its requests and the connection, on the test's loop.
struct PagedFixture {
  explicit PagedFixture(FakeLoop* loop) : connection(std::make_shared<Connection>()) {
    vendor.capabilities.set_resume(v1::RESUME_SUPPORT_EXACT);
    connection->connector = std::make_unique<PagedConnector>(&vendor);
    connection->loop = loop;
    connection->health = std::make_shared<ConnectionHealth>();
    connection->sender = std::make_unique<FakeSender>(&sent);
  }
  // Names the connection; before it is used.
  void Name(const std::string& id) {
    vendor.id = id;
    connection->id = id;
  }

  PagedVendor vendor;
  SentRequests sent;
  std::shared_ptr<Connection> connection;
};

}  // namespace bookings
