// The envelopes of Tiquo's two APIs: what stands around the bookings, the profile, the tokens and
// the errors. The bookings themselves are read in tiquo_booking.h.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bookings/v1/bookings.pb.h"
#include "connectors/api/credentials.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"
#include "connectors/tiquo/tiquo_settings.h"

namespace bookings::tiquo {

// Bookings asked for per call: the most that either API gives.
inline constexpr int kPageSize = 100;

HttpRequest GetRequest(std::string target, Purpose purpose);

// A page of the Client API; the last id of a page is the cursor of the next.
absl::StatusOr<Page> ParseClientPage(HttpResponse response, const Settings& settings,
                                     v1::BookingView view);

// An answer of the Admin API before its rows are read: a row may belong to another window.
struct AdminRows {
  json::Document document;
  // The array of bookings; valid as long as the document.
  json::Value rows;
  // Whether there may be more rows, which the API has no way to ask for.
  bool full = false;
};
absl::StatusOr<AdminRows> ParseAdminRows(HttpResponse response);

// The page with the one booking of this id; NOT_FOUND where the vendor answers with another one.
absl::StatusOr<Page> ParseAdminBooking(HttpResponse response, std::string_view vendor_id,
                                       const Settings& settings);

// The customer whom a token belongs to, to be merged into each of their bookings.
absl::StatusOr<v1::Booking> ParseProfile(HttpResponse response);

HttpRequest BuildRefresh(std::string_view refresh_token);
absl::StatusOr<Tokens> ParseTokens(HttpResponse response);

absl::Status ExplainFailure(Purpose purpose, const HttpResponse& response);

}  // namespace bookings::tiquo
