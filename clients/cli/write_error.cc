// See write_error.h.
#include "clients/cli/write_error.h"

#include <string_view>

#include "clients/cli/rpc_error.h"

namespace bookings::cli {
namespace {

struct Sentence {
  std::string_view state;
  std::string_view text;
};
constexpr Sentence kStates[] = {
    {"NOT_CREATED", "nothing was booked"},
    {"CREATED", "the booking was made at the vendor"},
    {"UNKNOWN", "whether it was booked is not known yet"},
};

// What ends without the gateway's word on the outcome may have gone through: the answer was lost.
bool IsLost(const client::Error& error) {
  if (!error.booking_state().empty()) return false;
  switch (error.reason) {
    case client::Reason::kNone:
      break;
    case client::Reason::kDeadlineExceeded:
    case client::Reason::kCancelled:
      return true;
    default:
      return false;
  }
  switch (error.code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

bool IsUnclear(const client::Error& error) {
  return error.reason == client::Reason::kOutcomeUnknown ||
         error.reason == client::Reason::kRequestInProgress || error.booking_state() == "UNKNOWN" ||
         IsLost(error);
}

}  // namespace

ExitCode ExplainWriteError(const client::Error& error, const Settings& settings,
                           std::ostream& err) {
  const ExitCode code = ExplainError(error, settings, err);
  for (const Sentence& sentence : kStates) {
    if (sentence.state == error.booking_state()) err << sentence.text << '\n';
  }
  if (!IsUnclear(error)) return code;
  err << "run the same command again with --request_id=" << error.request_id
      << ": it is carried out at most once\n";
  return kUnclear;
}

}  // namespace bookings::cli
