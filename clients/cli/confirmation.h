// Asking before something is changed: on a terminal a person answers, elsewhere only --yes counts.
#pragma once

#include <string_view>

namespace bookings::cli {

enum class Consent {
  // --yes was given.
  kGiven,
  // Somebody sits at the terminal and can be asked.
  kToBeAsked,
  // Nobody can be asked: said on stderr.
  kImpossible,
};
Consent FindConsent();

// Asks on stderr and reads one line; only `y` and `yes` are consent, and all else is told to change
// nothing.
bool Ask(std::string_view question);

}  // namespace bookings::cli
