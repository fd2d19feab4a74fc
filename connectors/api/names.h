// Resource names: connections/{connection} and connections/{connection}/bookings/{booking}, with
// {booking} percent-encoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bookings {

struct BookingId {
  std::string connection;
  // The vendor's id, decoded.
  std::string vendor_id;
};

// Whether `id` matches [a-z][a-z0-9-]{0,62}.
bool IsConnectionId(std::string_view id);

std::string ConnectionName(std::string_view connection_id);
std::string BookingName(std::string_view connection_id, std::string_view vendor_id);

// The parts of a name; no value where it is malformed.
std::optional<std::string> ParseConnectionName(std::string_view name);
std::optional<BookingId> ParseBookingName(std::string_view name);

}  // namespace bookings
