// Who books and for how many, as the bodies of both generations tell it.
#pragma once

#include <string>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/switches.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "deploy/sandbox/wix/wix_refusal.h"

namespace bookings::sandbox::wix {

// Participants of one booking: what a row can hold (the vendor names no limit).
inline constexpr int kMaxParticipants = 250;

struct Customer {
  // Title and external id are left empty.
  Texts texts;
  std::string contact_id;
  std::string country;
  Json full_address;  // null = none
};

// `contactDetails` (wix.md 2.5, 3.6), all members optional.
Checked<Customer> ReadContact(const Json& contact, const std::string& path,
                              const Switches& switches);

// `formSubmission`: the values of the booking form, by field.
Checked<Customer> ReadSubmission(const Json& submission, const Switches& switches);

struct Party {
  int total = 0;  // 0 = not told
  Json choices;   // participantsChoices, or null
};

// `totalParticipants` or `participantsChoices` of `reader`'s object, not both.
Checked<Party> ReadParty(BodyReader& reader);

}  // namespace bookings::sandbox::wix
