// What a stay that is to be booked, or moved to, must be like for HostelMate (hostelmate.md 2.4,
// 2.6), and the booking that it will make. Requests are hostelmate_writes.h's affair.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "connectors/api/writes.h"
#include "connectors/hostelmate/hostelmate_property.h"

namespace bookings::hostelmate {

// vendor_options of a creation; the vendor's own name, of the guest's address.
inline constexpr std::string_view kAddress = "address";
inline constexpr std::string_view kAddressParts[] = {"line1", "city", "postal_code",
                                                     "country_code"};
// vendor_options of a move.
inline constexpr std::string_view kNotes = "notes";

// Most nights of one stay. The vendor documents no bound; nobody stays for longer than a year.
inline constexpr int kMostNights = 366;

// The night of a slot as the stay of that one night.
v1::StayRequest StayOf(const internal::v1::SlotReference& slot);
// The stay that a request asks for, by its slot or in its own words.
template <typename Request>
v1::StayRequest StayOf(const WriteInput<Request>& input) {
  return input.slot ? StayOf(*input.slot) : input.request.stay();
}

// The amount in the vendor's units; no value where they do not hold it exactly, for another
// currency, and for one below zero or beyond what any night costs.
std::optional<int64_t> ToVendorAmount(const v1::Money& money, const Property& property);

WriteProblems CheckOrder(const CreateInput& input, const Property& property);
WriteProblems CheckMove(const RescheduleInput& input, const Property& property);

// The request with its stay written out: what CreatePlan::data holds.
v1::CreateBookingRequest MakeOrder(const CreateInput& input);
// What is known of the booking before it is made.
v1::Booking OrderedBooking(const v1::CreateBookingRequest& order, const Property& property);

// Whether a booking has the same nights at the same prices, and the same guest as far as both tell.
bool IsOrdered(const v1::Booking& booking, const v1::CreateBookingRequest& order,
               const Property& property);
// Whether a booking has the same nights at the same prices.
bool HasNights(const v1::Booking& booking, const v1::StayRequest& stay, const Property& property);

}  // namespace bookings::hostelmate
