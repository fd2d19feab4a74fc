// The guest of a booking that is being made: what the body says of them, as the contact that is
// read back (jicoo.md 2.4, 2.8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/jicoo/jicoo_body.h"
#include "deploy/sandbox/jicoo/jicoo_catalogue.h"

namespace bookings::sandbox::jicoo {

// The members of a create body that speak of the guest.
std::vector<std::string_view> ContactMembers();

// The contact; notes in `reader` what is wrong. Answers to questions that the page does not ask are
// wrong. `page` may be null: then answers are only checked for their form.
Json ReadContact(BodyReader& reader, const BookingPage* page, int64_t now_ms);

}  // namespace bookings::sandbox::jicoo
