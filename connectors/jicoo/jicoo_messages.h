// Requests to Jicoo and the pages in its answers (jicoo.md 2.2, 2.3). What stands in one booking is
// jicoo_booking.h's affair.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/api/cursor.h"

namespace bookings::jicoo {

// Bookings per page: 50 is known to work, the vendor's maximum is not documented (jicoo.md 2.2).
inline constexpr int kPageSize = 50;

// The list's query without the page, from the part of the plan that is decided: its query and the
// order that the vendor is asked for.
std::string BuildQuery(const ListPlan& plan);
HttpRequest BuildList(std::string_view query, const PageNumber& page);
HttpRequest BuildGet(std::string_view uid);
HttpRequest BuildContacts(std::string_view uid);
// A POST that may change a booking. The vendor recognises no repetition (jicoo.md 1).
HttpRequest BuildWrite(std::string target, std::string body);

// The page `asked` of a list.
absl::StatusOr<Page> ParseList(std::string body, const PageNumber& asked,
                               std::string_view connection_id, v1::BookingView view);
// The page with the one booking of a get.
absl::StatusOr<Page> ParseGet(std::string body, std::string_view connection_id,
                              v1::BookingView view);

}  // namespace bookings::jicoo
