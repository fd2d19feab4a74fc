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
enum class Purpose {
  kListBookings,
  kGetBooking,
  kBookingDetails,
  kExchangeTokens,
  // Slots, and what must be known of a service to read or book them.
  kListSlots,
  kCreateBooking,
  // Any change of a booking that exists.
  kChangeBooking,
};

// Whether a request may change something at the vendor: if so, it is journalled before it is sent.
enum class Effect { kReads, kWrites };

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
  Effect effect = Effect::kReads;
  Authorization authorization = Authorization::kAttach;
  // Statuses other than 2xx that the operation itself goes on from: they reach its continuation as
  // responses instead of ending it as failures. Never one of 401, 408, 429 and 5xx, which the
  // senders need to see.
  std::vector<int> expected_statuses;
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
