// A slot as Time Slots V2 tells it (wix.md 3.7).
#pragma once

#include <string>

#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_slots.h"

namespace bookings::sandbox::wix {

inline constexpr std::string_view kStaffType = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155";

// Staff are told only where their type was asked for.
enum class Resources : std::uint8_t { kLeftOut, kListed };

Json RenderTimeSlot(const Occurrence& slot, const absl::TimeZone& zone, Resources resources,
                    const Catalogue& catalogue);

// `2026-12-10T14:00:00`, the wall time without offset.
std::string WallText(std::int64_t seconds, const absl::TimeZone& zone);

// `{id?, name?, locationType}` with the words of Time Slots (wix.md 7.21).
Json RenderSlotLocation(const Offer& offer, const Catalogue& catalogue);
// The same with the bookings' words.
Json RenderBookedLocation(const Offer& offer, const Catalogue& catalogue);

}  // namespace bookings::sandbox::wix
