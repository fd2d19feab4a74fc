// Requests to Jicoo and the pages in its answers (jicoo.md 2.2, 2.3). What stands in one booking is
// jicoo_booking.h's affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"

namespace bookings::jicoo {

// Bookings per page: 50 is known to work, the vendor's maximum is not documented (jicoo.md 2.2).
inline constexpr int kPageSize = 50;

// The list's query without the page number, from the part of the plan that is decided: its order
// and which fields are pushed down.
std::string BuildQuery(const ListPlan& plan);
HttpRequest BuildList(std::string_view query, int64_t page);
HttpRequest BuildGet(std::string_view uid);
HttpRequest BuildContacts(std::string_view uid);
// A POST that may change a booking. The vendor recognises no repetition (jicoo.md 1).
HttpRequest BuildWrite(std::string target, std::string body);

// A page of a list; `next_cursor` is the number of the next one.
absl::StatusOr<Page> ParseList(std::string body, std::string_view connection_id,
                               v1::BookingView view);
// The page with the one booking of a get.
absl::StatusOr<Page> ParseGet(std::string body, std::string_view connection_id,
                              v1::BookingView view);

}  // namespace bookings::jicoo
