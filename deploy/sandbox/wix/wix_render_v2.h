// A row as an extended booking of the v2 reader (wix.md 3.2, 3.6).
#pragma once

#include <cstdint>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "deploy/sandbox/wix/wix_style.h"

namespace bookings::sandbox::wix {

// What lies beside the booking only when asked for; a set of these.
enum class Extra : std::uint8_t {
  kAllowedActions = 1,
  kAttendance = 2,
  kConferencing = 4,
  kPolicy = 8,
  kFees = 16,
  kOrder = 32,
};
using Extras = std::uint8_t;

constexpr bool Asks(Extras extras, Extra extra) {
  return (extras & static_cast<Extras>(extra)) != 0;
}

// `{booking, allowedActions?, …}`.
Json RenderExtendedBooking(const Row& row, const Catalogue& catalogue, const Style& style,
                           Extras extras);

}  // namespace bookings::sandbox::wix
