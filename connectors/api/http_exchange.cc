// See http_exchange.h.
#include "connectors/api/http_exchange.h"

#include "absl/strings/match.h"
#include "connectors/api/text.h"

namespace bookings {

std::optional<std::string_view> HttpResponse::FindHeader(std::string_view name) const {
  for (const Header& header : headers) {
    if (absl::EqualsIgnoreCase(header.name, ToAbsl(name))) return header.value;
  }
  return std::nullopt;
}

std::string_view MethodName(HttpMethod method) {
  switch (method) {
    case HttpMethod::kGet:
      return "GET";
    case HttpMethod::kPost:
      return "POST";
    case HttpMethod::kPatch:
      return "PATCH";
  }
  return "";
}

}  // namespace bookings
