// Jicoo's enum words and their canonical meaning (jicoo.md 2.1). Matched exactly.
#pragma once

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/words.h"

namespace bookings::jicoo {

// `request` waits for the host's approval and may share its slot with other requests: it is never
// confirmed.
inline constexpr Word<v1::BookingStatus> kStatuses[] = {
    {"request", v1::BOOKING_STATUS_PENDING},
    {"open", v1::BOOKING_STATUS_CONFIRMED},
    {"cancel", v1::BOOKING_STATUS_CANCELLED},
};

inline constexpr Word<v1::LocationKind> kLocationKinds[] = {
    {"inPerson", v1::LOCATION_KIND_BUSINESS},   {"phone", v1::LOCATION_KIND_PHONE},
    {"zoom", v1::LOCATION_KIND_ONLINE},         {"googleMeet", v1::LOCATION_KIND_ONLINE},
    {"askInvitee", v1::LOCATION_KIND_CUSTOMER}, {"teams", v1::LOCATION_KIND_ONLINE},
    {"custom", v1::LOCATION_KIND_CUSTOM},
};

inline constexpr Word<v1::Priority> kPriorities[] = {
    {"low", v1::PRIORITY_LOW},
    {"middle", v1::PRIORITY_MEDIUM},
    {"high", v1::PRIORITY_HIGH},
};

inline constexpr Word<v1::CancellationActor> kCancellers[] = {
    {"host", v1::CANCELLATION_ACTOR_BUSINESS},
    {"guest", v1::CANCELLATION_ACTOR_CUSTOMER},
};

}  // namespace bookings::jicoo
