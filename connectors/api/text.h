// The bridge between std::string_view, which this project uses, and absl::string_view, which
// Debian's Abseil keeps distinct.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace bookings {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

}  // namespace bookings
