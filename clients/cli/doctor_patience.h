// How long `bookctl doctor` waits for an answer.
#pragma once

#include "absl/time/time.h"
#include "clients/cli/flags.h"

namespace bookings::cli {

// Each check's own; a vendor that needs longer for one booking is none to be content with.
inline constexpr absl::Duration kDoctorPatience = absl::Seconds(10);

inline absl::Duration PatienceOf(const Settings& settings) {
  const bool told = settings.timeout != absl::InfiniteDuration();
  return told ? settings.timeout : kDoctorPatience;
}

}  // namespace bookings::cli
