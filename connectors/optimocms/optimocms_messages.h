// The envelopes of OptimoCMS's API: what stands around the bookings, and the errors.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/page.h"
#include "connectors/optimocms/optimocms_booking.h"

namespace bookings::optimocms {

// Bookings asked for per call: the most that the vendor gives. Always sent, as the vendor's pages
// disagree on the default.
inline constexpr int kPageSize = 100;

// What one call answers.
struct ListAnswer {
  Page page;
  // Of the vendor; empty = this was the last page of the query.
  std::string vendor_cursor;
};
absl::StatusOr<ListAnswer> ParseList(HttpResponse response, const Settings& settings,
                                     v1::BookingView view);

// The booking in `data`, as creations and status changes answer it.
absl::StatusOr<v1::Booking> ParseBooking(HttpResponse response, const Settings& settings);

// A refused creation is SLOT_UNAVAILABLE for a conflict, and where nothing but the start is said to
// be wrong: it is always sent in the vendor's form, so it is past or off the grid (optimocms.md
// 2.3).
absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response);

}  // namespace bookings::optimocms
