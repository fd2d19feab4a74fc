// The Retry-After header in every form that a caller must understand.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "deploy/sandbox/core/message.h"

namespace bookings::sandbox {

// `form`: "seconds", "date" (an HTTP date) or "absent". Rounded up, so that a caller who obeys is
// let in.
inline void AddRetryAfter(std::string_view form, absl::Duration wait, absl::Time now,
                          Answer& answer) {
  if (form == "absent") return;
  const absl::Duration whole = absl::Ceil(std::max(wait, absl::Seconds(1)), absl::Seconds(1));
  std::string value = std::to_string(absl::ToInt64Seconds(whole));
  if (form == "date") {
    value = absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now + whole, absl::UTCTimeZone());
  }
  answer.headers.push_back({"Retry-After", std::move(value)});
}

}  // namespace bookings::sandbox
