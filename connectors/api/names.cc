// See names.h.
#include "connectors/api/names.h"

#include <algorithm>

#include "connectors/api/url.h"

namespace bookings {
namespace {

constexpr std::string_view kConnections = "connections/";
constexpr std::string_view kBookings = "/bookings/";
constexpr size_t kMaxConnectionId = 63;

bool IsIdCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

bool IsConnectionId(std::string_view id) {
  if (id.empty() || id.size() > kMaxConnectionId) return false;
  return id[0] >= 'a' && id[0] <= 'z' && std::all_of(id.begin(), id.end(), IsIdCharacter);
}

std::string ConnectionName(std::string_view connection_id) {
  return std::string(kConnections).append(connection_id);
}

std::string BookingName(std::string_view connection_id, std::string_view vendor_id) {
  std::string name;
  name.reserve(kConnections.size() + connection_id.size() + kBookings.size() + vendor_id.size());
  name.append(kConnections).append(connection_id).append(kBookings);
  AppendPercentEncoded(vendor_id, &name);
  return name;
}

std::optional<std::string> ParseConnectionName(std::string_view name) {
  if (!name.starts_with(kConnections)) return std::nullopt;
  const std::string_view id = name.substr(kConnections.size());
  if (!IsConnectionId(id)) return std::nullopt;
  return std::string(id);
}

std::optional<BookingId> ParseBookingName(std::string_view name) {
  const size_t middle = name.find(kBookings);
  if (middle == std::string_view::npos) return std::nullopt;
  std::optional<std::string> connection = ParseConnectionName(name.substr(0, middle));
  const std::string_view encoded = name.substr(middle + kBookings.size());
  std::optional<std::string> vendor_id = PercentDecode(encoded);
  if (!connection || !vendor_id || vendor_id->empty()) return std::nullopt;
  if (PercentEncode(*vendor_id) != encoded) return std::nullopt;  // one booking has one name
  return BookingId{*std::move(connection), *std::move(vendor_id)};
}

}  // namespace bookings
