// A connection whose vendor takes writes, for tests of the engine's writes: the test answers each
// request by hand. A creation's answer is the new booking's vendor id, a look-up's answer the ids
// that it found, separated by commas; a booking read for a change is answered by its status word.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "connectors/api/capabilities.h"
#include "connectors/api/connector.h"
#include "connectors/api/names.h"
#include "connectors/api/text.h"
#include "service/engine/connection.h"
#include "tests/fakes/fake_loop.h"
#include "tests/fakes/fake_sender.h"

namespace bookings {

inline constexpr char kWritingConnection[] = "one";

inline v1::Booking BookingOf(std::string_view vendor_id, v1::BookingStatus status) {
  v1::Booking booking;
  booking.set_name(BookingName(kWritingConnection, vendor_id));
  booking.set_vendor_id(std::string(vendor_id));
  booking.set_status(status);
  return booking;
}

class WritingConnector final : public Connector {
 public:
  WritingConnector() : capabilities_(LeastCapabilities()) {
    for (v1::Operation operation :
         {v1::OPERATION_GET_BOOKING, v1::OPERATION_CREATE_BOOKING, v1::OPERATION_CANCEL_BOOKING}) {
      SetOperation(operation, v1::SUPPORT_NATIVE, {}, &capabilities_);
    }
  }

  CreateGuarantee guarantee;
  // What creations that a look-up cannot tell apart share.
  std::string rivalry;
  // A look-up's booking needs one more request.
  bool completes = false;

  std::string_view vendor() const override { return "writing"; }
  std::string_view default_base_url() const override { return "https://writing.example"; }
  const v1::Capabilities& capabilities() const override { return capabilities_; }
  Credentials credentials() const override { return {}; }
  absl::StatusOr<ListPlan> PlanList(const ListQuery&) const override { return ListPlan(); }
  Step<Page> ListPage(const ListPlan&, std::string_view) const override { return Page(); }
  CreateGuarantee create_guarantee() const override { return guarantee; }

  Step<Page> GetBooking(std::string_view id, v1::BookingView) const override {
    return {To(absl::StrCat("/get/", ToAbsl(id)), Effect::kReads),
            [id = std::string(id)](HttpResponse response) -> Step<Page> {
              Page page;
              *page.Add() =
                  BookingOf(id, response.body == "cancelled" ? v1::BOOKING_STATUS_CANCELLED
                                                             : v1::BOOKING_STATUS_CONFIRMED);
              return page;
            }};
  }

  Step<CreatePlan> PlanCreate(const CreateInput& input) const override {
    return {To("/plan", Effect::kReads),
            [rival = rivalry, notes = input.request.notes()](HttpResponse) -> Step<CreatePlan> {
              return CreatePlan{"plan of " + notes, rival, BookingOf("preview", {})};
            }};
  }
  Step<v1::Booking> SendCreate(const CreatePlan& plan,
                               const WriteIdentity& identity) const override {
    HttpRequest request = To("/create", Effect::kWrites);
    request.body = plan.data;
    request.headers = {{"Id", identity.id}, {"Attempt", identity.attempt}};
    return {std::move(request), &ReadCreated};
  }
  Step<FoundBookings> FindCreated(const CreatePlan&, const WriteIdentity&) const override {
    return {To("/find", Effect::kReads), &ReadFound};
  }
  Step<v1::Booking> CompleteCreated(const CreatePlan&, const WriteIdentity&,
                                    const v1::Booking& found) const override {
    if (!completes) return found;
    return {To("/complete", Effect::kWrites),
            [found](HttpResponse) -> Step<v1::Booking> { return found; }};
  }

  Step<Written> Cancel(const CancelInput& input, const WriteIdentity&) const override {
    return {To(absl::StrCat("/get/", input.vendor_id), Effect::kReads),
            [id = input.vendor_id](HttpResponse response) -> Step<Written> {
              const v1::Booking cancelled = BookingOf(id, v1::BOOKING_STATUS_CANCELLED);
              if (response.body == "cancelled") return Written{cancelled, true};
              return {To(absl::StrCat("/cancel/", id), Effect::kWrites),
                      [cancelled](HttpResponse) -> Step<Written> {
                        return Written{cancelled, false};
                      }};
            }};
  }

  absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response) const override {
    VendorRefusal refusal;
    refusal.http_status = response.status;
    return ExplainHttpStatus(purpose, refusal);
  }

 private:
  static HttpRequest To(std::string target, Effect effect) {
    HttpRequest request;
    request.target = std::move(target);
    request.effect = effect;
    request.purpose = Purpose::kCreateBooking;
    request.replay = effect == Effect::kReads ? ReplaySafety::kSafe : ReplaySafety::kUnsafe;
    return request;
  }

  static Step<v1::Booking> ReadCreated(HttpResponse response) {
    if (response.body.empty()) return ResponseInvalid("the answer holds no id");
    return BookingOf(response.body, v1::BOOKING_STATUS_CONFIRMED);
  }

  static Step<FoundBookings> ReadFound(HttpResponse response) {
    FoundBookings found;
    const std::vector<std::string> ids = absl::StrSplit(response.body, ',', absl::SkipEmpty());
    for (const std::string& id : ids) {
      found.bookings.push_back(BookingOf(id, v1::BOOKING_STATUS_CONFIRMED));
    }
    return found;
  }

  v1::Capabilities capabilities_;
};

// The connection, with what its vendor is asked.
struct WritingFixture {
  explicit WritingFixture(FakeLoop* loop) {
    auto made = std::make_unique<WritingConnector>();
    vendor = made.get();
    connection = std::make_shared<Connection>();
    connection->id = kWritingConnection;
    connection->settle_time = absl::Seconds(10);
    connection->connector = std::move(made);
    connection->loop = loop;
    connection->health = std::make_shared<ConnectionHealth>();
    connection->sender = std::make_unique<FakeSender>(&sent);
  }

  SentRequests sent;
  WritingConnector* vendor = nullptr;
  std::shared_ptr<Connection> connection;
};

// Failures as the senders bring them.
inline absl::Status NeverSent() {
  return WithMetadata(MakeFailure(absl::StatusCode::kUnavailable,
                                  v1::ERROR_REASON_VENDOR_UNAVAILABLE, "not reached"),
                      "sent", "no");
}
inline absl::Status AnswerLost() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                     "the connection broke");
}
inline absl::Status AnsweredWith(int status) {
  VendorRefusal refusal;
  refusal.http_status = status;
  return ExplainHttpStatus(Purpose::kCreateBooking, refusal);
}

}  // namespace bookings
