// The messages that both generations of Wix's API share: the token exchange, envelopes of answers
// and refusals. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "bookings/config/v1/config.pb.h"
#include "connectors/api/credentials.h"
#include "connectors/api/failure.h"
#include "connectors/api/http_exchange.h"
#include "connectors/api/json.h"
#include "connectors/api/page.h"

namespace bookings::wix {

// A POST with a JSON body that only reads, and so can be sent again.
HttpRequest BuildRead(std::string target, std::string body, Purpose purpose);

HttpRequest BuildTokenExchange(const config::v1::WixApp& app, std::string_view client_secret);
absl::StatusOr<Tokens> ParseTokens(HttpResponse response);

// The JSON object that an answer holds. Wix's only success is 200.
absl::StatusOr<json::Document> ReadAnswer(HttpResponse response);
// The entries of a list; none where the array is absent, as unset fields are in the JSON form of
// protobuf. Then `paging` must be there to show that this is a list at all.
absl::StatusOr<json::Value> FindEntries(const json::Document& answer, std::string_view key,
                                        json::Value paging);
// The vendor's count, unless it contradicts the page (a known fault: `total: 0` beside rows).
std::optional<int64_t> ReadTotal(json::Value paging, int64_t rows);

// Leaves only the booking with this id. BOOKING_NOT_FOUND for an empty page; a page of other
// bookings shows that the filter was passed over, which proves nothing.
absl::StatusOr<Page> OnlyBooking(Page page, std::string_view vendor_id);

// `details.applicationError.code`, or `error` in the OAuth form; empty where there is none.
std::string ReadRefusalCode(Purpose purpose, const HttpResponse& response);
// What a refusal means: by its application code first, then by its status.
absl::Status ExplainRefusal(Purpose purpose, const HttpResponse& response);

}  // namespace bookings::wix
