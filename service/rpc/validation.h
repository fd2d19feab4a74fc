// The rules of the proto's comments for lists and gets that can be checked without asking a vendor:
// every breach is reported at once. What only one vendor knows (vendor_filter names) is the
// connector's to check. Slots and writes have rules of their own (slot_, write_validation.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/failure.h"

namespace bookings {

// Most connections of one list: bounds the state of the stream and of its page token.
inline constexpr int kMaxListConnections = 200;
// Longest resource name in bytes: a percent-encoded vendor id and room to spare.
inline constexpr size_t kMaxNameBytes = 2'048;
inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1'000;

// `readable` are the ids of the connections that the caller may read; names of others are not
// reported here (see UnknownConnections).
Violations CheckListBookings(const v1::ListBookingsRequest& request,
                             const std::vector<std::string>& readable);
Violations CheckGetBooking(const v1::GetBookingRequest& request);
// A well-formed name of a connection or of a booking, in the request's field `path`.
Violations CheckConnectionName(std::string_view name, std::string_view path);
Violations CheckBookingName(std::string_view name, std::string_view path);

// The well-formed names of a list that are none of `readable`.
Violations UnknownConnections(const v1::ListBookingsRequest& request,
                              const std::vector<std::string>& readable);
// The ids that the list reads, sorted: of a checked request.
std::vector<std::string> ResolveConnections(const v1::ListBookingsRequest& request,
                                            const std::vector<std::string>& readable);
// Bookings per streamed message: of a checked request.
int EffectivePageSize(const v1::ListBookingsRequest& request);

}  // namespace bookings
