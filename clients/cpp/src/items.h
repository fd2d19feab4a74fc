// Pages of bookings and slots, and what stands on them one by one.
#pragma once

#include <memory>

#include "bookings/client/lists.h"
#include "src/link.h"

namespace bookings::client::internal {

std::unique_ptr<ItemSource<v1::ListBookingsResponse>> ReadBookingPages(
    std::shared_ptr<const Link> link, v1::ListBookingsRequest request, const CallOptions& options);

std::unique_ptr<ItemSource<v1::ListSlotsResponse>> ReadSlotPages(std::shared_ptr<const Link> link,
                                                                 v1::ListSlotsRequest request,
                                                                 const CallOptions& options);

std::unique_ptr<ItemSource<v1::Booking>> ReadBookings(std::shared_ptr<const Link> link,
                                                      v1::ListBookingsRequest request,
                                                      const CallOptions& options);

std::unique_ptr<ItemSource<v1::Slot>> ReadSlots(std::shared_ptr<const Link> link,
                                                v1::ListSlotsRequest request,
                                                const CallOptions& options);

}  // namespace bookings::client::internal
