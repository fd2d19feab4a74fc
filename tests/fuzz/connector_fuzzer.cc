// See connector_fuzzer.h.
#include "tests/fuzz/connector_fuzzer.h"

#include <utility>

#include "connectors/api/names.h"
#include "tests/fuzz/target.h"
#include "tests/support/recording.h"

namespace bookings::fuzz {
namespace {

// Enough for the first split of a walk through windows; every answer is the same body.
constexpr int kMaxExchanges = 8;
constexpr int kRefusals[] = {302, 400, 401, 404, 409, 428, 429, 500, 599};
constexpr Purpose kPurposes[] = {Purpose::kListBookings, Purpose::kGetBooking,
                                 Purpose::kBookingDetails, Purpose::kExchangeTokens};

// The answer of a step to all of whose requests comes the same body; a failure if it asks on.
template <typename T>
absl::StatusOr<T> Drive(Step<T> step, std::string_view body) {
  for (int i = 0; step.pending() != nullptr; ++i) {
    if (i == kMaxExchanges) return absl::ResourceExhaustedError("asks on");
    Require(step.pending()->target.starts_with('/'), "a target is a path");
    HttpResponse response;
    response.status = 200;
    response.body = std::string(body);
    step = std::move(step).Resume(std::move(response));
  }
  return std::move(step).Answer();
}

ListPlan PlanFor(const Connector& connector, v1::BookingView view) {
  ListQuery query;
  query.view = view;
  absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  Require(plan.ok(), "a list without a filter can be planned");
  return *std::move(plan);
}

void RequireReadableBooking(const v1::Booking& booking) {
  v1::ListBookingsResponse response;
  *response.add_bookings() = booking;
  RequireReadable(response);
}

}  // namespace

ConnectorFuzzer::ConnectorFuzzer(std::string_view suite, ConnectorFactory make) {
  for (const testing::Recording& recording : testing::AllRecordings()) {
    if (recording.suite != suite || recording.scenario != "first_page") continue;
    const absl::StatusOr<testing::RecordedCall> call = testing::ReadCall(recording.folder);
    Require(call.ok(), "the recording can be read");
    name_prefix_ = BookingName(call->connection.id(), "");
    connector_ = make(call->connection);
  }
  Require(connector_ != nullptr, "the suite has a recording `first_page`");
}

void ConnectorFuzzer::Run(std::string_view body) const {
  List(body);
  Get(body);
  Details(body);
  Refuse(body);
}

void ConnectorFuzzer::List(std::string_view body) const {
  const ListPlan basic_plan = PlanFor(*connector_, v1::BOOKING_VIEW_BASIC);
  const ListPlan full_plan = PlanFor(*connector_, v1::BOOKING_VIEW_FULL);
  const absl::StatusOr<Page> basic = Drive(connector_->ListPage(basic_plan, ""), body);
  const absl::StatusOr<Page> full = Drive(connector_->ListPage(full_plan, ""), body);
  (void)Drive(connector_->ListPage(basic_plan, body), body);  // the bytes as a cursor
  Require(basic.ok() == full.ok(), "the view does not decide whether a page can be read");
  if (!basic.ok()) return;
  CheckPage(*basic);
  CheckPage(*full);
  Require(basic->bookings.size() == full->bookings.size(), "both views have the same bookings");
  for (size_t i = 0; i < basic->bookings.size(); ++i) {
    Require(!basic->bookings[i]->has_vendor_fields(), "the BASIC view has no vendor_fields");
    Require(basic->bookings[i]->etag() == full->bookings[i]->etag(), "both views have one etag");
  }
}

void ConnectorFuzzer::Get(std::string_view body) const {
  const auto page = Drive(connector_->GetBooking("some-id", v1::BOOKING_VIEW_FULL), body);
  (void)Drive(connector_->GetBooking(body, v1::BOOKING_VIEW_BASIC), body);  // the bytes as an id
  if (page.ok()) CheckPage(*page);
}

void ConnectorFuzzer::Details(std::string_view body) const {
  v1::Booking booking;
  booking.set_vendor_id("some-id");
  const absl::StatusOr<v1::Booking> details = Drive(connector_->FetchDetails(booking), body);
  if (details.ok()) RequireReadableBooking(*details);
  const absl::StatusOr<v1::Booking> shared = Drive(connector_->FetchSharedDetails(), body);
  if (shared.ok()) RequireReadableBooking(*shared);
  (void)Drive(connector_->ExchangeTokens("some-secret"), body);
}

void ConnectorFuzzer::Refuse(std::string_view body) const {
  for (const int status : kRefusals) {
    for (const Purpose purpose : kPurposes) {
      const HttpResponse response{status, {{"Retry-After", std::string(body)}}, std::string(body)};
      Require(!connector_->ExplainFailure(purpose, response).ok(), "a refusal is never OK");
    }
  }
}

void ConnectorFuzzer::CheckPage(const Page& page) const {
  Require(!page.next_cursor || !page.next_cursor->empty(), "a cursor is never empty");
  Require(!page.next_cursor || page.next_cursor->size() <= kMaxCursorBytes, "a cursor is bounded");
  v1::ListBookingsResponse response;
  for (const v1::Booking* booking : page.bookings) {
    Require(booking->name().starts_with(name_prefix_), "a booking is named in its connection");
    Require(ParseBookingName(booking->name()).has_value(), "a booking's name can be read");
    Require(booking->vendor() == connector_->vendor(), "a booking names its vendor");
    Require(!booking->vendor_id().empty() && !booking->etag().empty(), "id and etag are there");
    *response.add_bookings() = *booking;
  }
  RequireReadable(response);
}

}  // namespace bookings::fuzz
