// See confirmation.h.
#include "clients/cli/confirmation.h"

#include <unistd.h>

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"

ABSL_FLAG(bool, yes, false, "make the change without asking");

namespace bookings::cli {

Consent FindConsent() {
  if (absl::GetFlag(FLAGS_yes)) return Consent::kGiven;
  if (isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1) return Consent::kToBeAsked;
  std::cerr << "error: nobody can be asked here: nothing is changed without --yes\n";
  return Consent::kImpossible;
}

bool Ask(std::string_view question) {
  std::cerr << question << " [y/N] " << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) std::cerr << '\n';
  const std::string answer = absl::AsciiStrToLower(absl::StripAsciiWhitespace(line));
  if (answer == "y" || answer == "yes") return true;
  std::cerr << "nothing is changed\n";
  return false;
}

}  // namespace bookings::cli
