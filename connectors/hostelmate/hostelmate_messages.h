// Requests to HostelMate and the pages in its answers (hostelmate.md 2.2, 2.3). What stands in one
// booking is hostelmate_booking.h's affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/api/cursor.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Bookings per page. The vendor's default is 10, its maximum not documented; 100 is the maximum of
// its guest search (hostelmate.md 2.2).
inline constexpr int kPageSize = 50;

// Names of vendor_filter entries; the vendor's own.
inline constexpr std::string_view kGuestId = "guest_id";
inline constexpr std::string_view kStatus = "status";

// Whether the list goes on at a start before which nothing is wanted any more. Bookings without
// readable nights have no start, and may not pass the vendor's filter: the engine sorts the list,
// so it has seen them all, and starts again from the beginning while it still holds one.
bool GoesOnAtStart(const ListQuery& query);
// The first night that the vendor is asked for; no value where nothing bounds it. A list by start
// that goes on is bounded by where it was, too.
std::optional<absl::CivilDay> FirstNight(const ListQuery& query, absl::TimeZone zone);

// The list's query, as it stands behind the page: `&start_date=2026-12-04`, or empty.
std::string BuildQuery(const v1::BookingFilter& filter, std::optional<absl::CivilDay> first_night);
HttpRequest BuildList(std::string_view query, const PageNumber& page);
HttpRequest BuildGet(std::string_view id);

// The page `asked` of a list.
absl::StatusOr<Page> ParseList(std::string body, const PageNumber& asked, const Property& property,
                               v1::BookingView view);
// The page with the one booking of a get.
absl::StatusOr<Page> ParseGet(std::string body, const Property& property, v1::BookingView view);

// The machine code in the body of a refusal; empty where it has none.
std::string ParseErrorCode(std::string body);

}  // namespace bookings::hostelmate
