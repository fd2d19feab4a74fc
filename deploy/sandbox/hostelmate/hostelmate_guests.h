// HostelMate's guests (hostelmate.md 2.10): the reads of their API, and how a create finds or makes
// one.
#pragma once

#include <optional>
#include <string>

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/hostelmate/hostelmate_body.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {

Answer GetGuest(const Call& call);
Answer SearchGuests(const Call& call);

// The guest whom a create names: by id, or the same person by name and e-mail.
std::optional<Guest> KnownGuest(const Call& call, const GuestBody& body);
// A new guest record.
Guest MakeGuest(const Call& call, const GuestBody& body);
// The guest goes with the last booking (hostelmate.md 2.7).
void ForgetGuestWithoutBookings(const Call& call, const std::string& guest_id);

}  // namespace bookings::sandbox::hostelmate
