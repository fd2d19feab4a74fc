// See customer.h.
#include "connectors/api/customer.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"

namespace bookings {

std::string FullName(const v1::Customer& customer) {
  if (!customer.display_name().empty()) return customer.display_name();
  const bool both = !customer.first_name().empty() && !customer.last_name().empty();
  return absl::StrCat(customer.first_name(), both ? " " : "", customer.last_name());
}

std::string NormalEmail(std::string_view email) {
  std::string text(ToStd(absl::StripAsciiWhitespace(ToAbsl(email))));
  const size_t at = std::min(text.rfind('@'), text.size());
  const auto domain = text.begin() + static_cast<std::ptrdiff_t>(at);
  std::transform(domain, text.end(), domain, absl::ascii_tolower);
  return text;
}

}  // namespace bookings
