// See bookings/client/error.h, and what bookings/client/result.h does of a misread Result.
#include "bookings/client/error.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "bookings/client/result.h"

namespace bookings::client {
namespace {

// What an error that was found here is called, in place of a text of the gateway's.
std::string ReasonText(const Error& error) {
  if (error.reason == Reason::kSourcesFailed) return "SOURCES_FAILED";
  if (error.reason == Reason::kIncomplete) return "INCOMPLETE";
  return error.reason_text;
}

std::string Words(const Error& error) {
  const std::string reason = ReasonText(error);
  return reason.empty() ? error.message : absl::StrCat(reason, ": ", error.message);
}

}  // namespace

std::string Error::booking_state() const {
  const auto found = metadata.find("booking_state");
  return found == metadata.end() ? "" : found->second;
}

absl::Status Error::ToStatus() const { return absl::Status(code, Words(*this)); }

std::ostream& operator<<(std::ostream& out, const Error& error) {
  return out << absl::StatusCodeToString(error.code) << (ReasonText(error).empty() ? ": " : " / ")
             << Words(error);
}

namespace internal {

void DieOf(const Error& error) {
  std::cerr << "the value of a failed call was read: " << error << std::endl;
  std::abort();
}

void DieOfSuccess() {
  std::cerr << "the error of a call that succeeded was read" << std::endl;
  std::abort();
}

}  // namespace internal
}  // namespace bookings::client
