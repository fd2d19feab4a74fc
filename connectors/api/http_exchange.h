// One HTTP request that a connector wants to have sent, and the answer to it, as plain data.
// Sending is service/http's affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bookings {

struct Header {
  std::string name;
  std::string value;
};

enum class HttpMethod { kGet, kPost, kPatch };

// Whether sending a request twice can do harm; decided by the connector for each request, not by
// the method.
enum class ReplaySafety { kUnsafe, kSafe };

// What an exchange is for: failures mean different things for different operations.
enum class Purpose { kListBookings, kGetBooking, kBookingDetails, kExchangeTokens };

// Whether the connection's credential is added before the request is sent.
enum class Authorization { kAttach, kNone };

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  // Path and query, percent-encoded, starting with '/'; appended to the connection's base URL.
  std::string target;
  std::vector<Header> headers;
  std::string body;
  Purpose purpose = Purpose::kListBookings;
  ReplaySafety replay = ReplaySafety::kUnsafe;
  Authorization authorization = Authorization::kAttach;
};

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;

  // Value of the first header with this name, compared without case.
  std::optional<std::string_view> FindHeader(std::string_view name) const;
};

std::string_view MethodName(HttpMethod method);

}  // namespace bookings
