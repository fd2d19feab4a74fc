// A connection without a vendor, for tests of the service: its connector makes bookings b0, b1, ...
// out of nothing, its sender answers, fails or keeps silent.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "service/engine/connection.h"

namespace bookings {

enum class VendorMood { kAnswers, kFails, kKeepsSilent };

// What a test sets and sees. Outlives the connection.
struct FakeVendor {
  std::string id;
  int bookings = 5;
  bool accepts_caller_token = false;
  std::atomic<VendorMood> mood = VendorMood::kAnswers;
  // Once a request that the vendor keeps silent about has been taken back.
  absl::Notification abandoned;
  // Once a request has been sent.
  absl::Notification asked;
  // The customer's token that the latest request carried.
  Secret caller_token;
};

// Pages of two; the cursor is the number of the first booking.
class FakeConnector final : public Connector {
 public:
  explicit FakeConnector(const FakeVendor* vendor) : vendor_(vendor) {
    capabilities_.set_resume(v1::RESUME_SUPPORT_EXACT);
  }

  std::string_view vendor() const override { return "fake"; }
  std::string_view default_base_url() const override { return "https://vendor.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override {
    Credentials credentials;
    credentials.accepts_caller_token = vendor_->accepts_caller_token;
    return credentials;
  }
  absl::StatusOr<ListPlan> PlanList(const ListQuery& query) const override {
    ListPlan plan;
    plan.query = query;
    plan.expected_calls = (vendor_->bookings + 1) / 2;
    return plan;
  }
  Step<Page> ListPage(const ListPlan&, std::string_view cursor) const override {
    int first = 0;
    if (!cursor.empty() && !absl::SimpleAtoi(ToAbsl(cursor), &first)) {
      return absl::InternalError("a cursor of somebody else");
    }
    return {HttpRequest(), [this, first](HttpResponse) -> Step<Page> { return PageFrom(first); }};
  }
  Step<Page> GetBooking(std::string_view vendor_id, v1::BookingView) const override {
    return {HttpRequest(), [this, id = std::string(vendor_id)](HttpResponse) -> Step<Page> {
              Page page = PageFrom(0);
              if (id == page.bookings[0]->vendor_id()) return page;
              return MakeFailure(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                                 "no such booking");
            }};
  }
  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    return ExplainHttpStatus(purpose, {response.status, "", "", std::nullopt});
  }

 private:
  Page PageFrom(int first) const {
    Page page;
    const int end = std::min(first + 2, vendor_->bookings);
    for (int i = first; i < end; ++i) {
      v1::Booking* booking = page.Add();
      booking->set_vendor_id(absl::StrCat("b", i));
      booking->set_name(BookingName(vendor_->id, booking->vendor_id()));
      booking->set_status(v1::BOOKING_STATUS_CONFIRMED);
    }
    if (end < vendor_->bookings) page.next_cursor = absl::StrCat(end);
    return page;
  }

  const FakeVendor* const vendor_;
  v1::Capabilities capabilities_;
};

class FakeVendorSender final : public Sender {
 public:
  FakeVendorSender(FakeVendor* vendor, EventLoop* loop) : vendor_(vendor), loop_(loop) {}

  std::unique_ptr<Exchange> Send(HttpRequest, const CallContext& context, Done done) override {
    vendor_->caller_token = context.caller_token;
    if (!vendor_->asked.HasBeenNotified()) vendor_->asked.Notify();
    if (vendor_->mood == VendorMood::kKeepsSilent) return std::make_unique<Silence>(vendor_);
    auto timer = loop_->CallAt(loop_->Now(), [this, done = std::move(done)]() mutable {
      if (vendor_->mood == VendorMood::kFails) {
        return std::move(done)(MakeFailure(absl::StatusCode::kUnavailable,
                                           v1::ERROR_REASON_VENDOR_UNAVAILABLE, "down"));
      }
      HttpResponse response;
      response.status = 200;
      std::move(done)(std::move(response));
    });
    return std::make_unique<Answer>(std::move(timer));
  }

 private:
  class Silence final : public Exchange {
   public:
    explicit Silence(FakeVendor* vendor) : vendor_(vendor) {}
    ~Silence() override {
      if (!vendor_->abandoned.HasBeenNotified()) vendor_->abandoned.Notify();
    }

   private:
    FakeVendor* const vendor_;
  };
  class Answer final : public Exchange {
   public:
    explicit Answer(std::unique_ptr<Timer> timer) : timer_(std::move(timer)) {}

   private:
    std::unique_ptr<Timer> timer_;
  };

  FakeVendor* const vendor_;
  EventLoop* const loop_;
};

inline std::shared_ptr<Connection> ConnectTo(FakeVendor* vendor, EventLoop* loop) {
  auto connection = std::make_shared<Connection>();
  connection->id = vendor->id;
  connection->display_name = vendor->id;
  connection->connector = std::make_unique<FakeConnector>(vendor);
  connection->loop = loop;
  connection->health = std::make_shared<ConnectionHealth>();
  connection->sender = std::make_unique<FakeVendorSender>(vendor, loop);
  return connection;
}

}  // namespace bookings
