// See refusal.h.
#include "connectors/api/refusal.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace bookings {
namespace {

constexpr size_t kMaxCodeBytes = 64;

bool IsCodeCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
}

}  // namespace

std::string MachineCode(std::string_view text) {
  const bool fits =
      text.size() <= kMaxCodeBytes && std::all_of(text.begin(), text.end(), IsCodeCharacter);
  return fits ? std::string(text) : std::string();
}

VendorRefusal ReadRefusal(const HttpResponse& response, std::string_view code,
                          std::string_view request_id_header) {
  return {response.status, MachineCode(code),
          MachineCode(response.FindHeader(request_id_header).value_or("")),
          ReadRetryAfter(response)};
}

}  // namespace bookings
