// Requests to HostelMate and the pages in its answers (hostelmate.md 2.2, 2.3). What stands in one
// booking is hostelmate_booking.h's affair.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// Bookings per page. The vendor's default is 10, its maximum not documented; 100 is the maximum of
// its guest search (hostelmate.md 2.2).
inline constexpr int kPageSize = 50;

// Names of vendor_filter entries; the vendor's own.
inline constexpr std::string_view kGuestId = "guest_id";
inline constexpr std::string_view kStatus = "status";

// The first night that the vendor is asked for; no value where the filter does not bound it.
std::optional<absl::CivilDay> FirstNight(const v1::BookingFilter& filter, absl::TimeZone zone);

// The list's query without the page number.
std::string BuildQuery(const v1::BookingFilter& filter, std::optional<absl::CivilDay> first_night);
HttpRequest BuildList(std::string_view query, int64_t page);
HttpRequest BuildGet(std::string_view id);

// A page of a list, the one with number `asked`; `next_cursor` is the number of the next one.
absl::StatusOr<Page> ParseList(std::string body, int64_t asked, const Property& property,
                               v1::BookingView view);
// The page with the one booking of a get.
absl::StatusOr<Page> ParseGet(std::string body, const Property& property, v1::BookingView view);

// The machine code in the body of a refusal; empty where it has none.
std::string ParseErrorCode(std::string body);

}  // namespace bookings::hostelmate
