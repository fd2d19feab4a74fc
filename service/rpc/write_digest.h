// The digest by which a repetition of a write is known: of what was asked, not of how it was
// spelt.
#pragma once

#include <optional>
#include <string>

#include "bookings/internal/v1/slot.pb.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings {

// SHA-256 in hexadecimal digits, over all fields of the request but validate_only, with what the
// slot_token holds in its place: two tokens of one slot are one request.
template <typename Request>
std::string WriteDigest(const Request& request,
                        const std::optional<internal::v1::SlotReference>& slot);

}  // namespace bookings
