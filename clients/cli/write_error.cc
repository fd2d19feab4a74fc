// See write_error.h.
#include "clients/cli/write_error.h"

#include <string_view>

#include "clients/cli/rpc_error.h"
#include "clients/cli/words.h"

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

bool Is(const ErrorFacts& facts, v1::ErrorReason reason) {
  return facts.reason == ReasonWord(reason);
}

// What ends without the gateway's word on the outcome may have gone through: the answer was lost.
bool IsLost(const grpc::Status& status, const ErrorFacts& facts) {
  if (!facts.booking_state.empty()) return false;
  if (!facts.reason.empty()) return Is(facts, v1::ERROR_REASON_DEADLINE_EXCEEDED);
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
      return true;
    default:
      return false;
  }
}

bool IsUnclear(const grpc::Status& status, const ErrorFacts& facts) {
  return Is(facts, v1::ERROR_REASON_OUTCOME_UNKNOWN) ||
         Is(facts, v1::ERROR_REASON_REQUEST_IN_PROGRESS) || facts.booking_state == "UNKNOWN" ||
         IsLost(status, facts);
}

}  // namespace

ExitCode ExplainWriteError(const grpc::Status& status, const Settings& settings,
                           const std::string& request_id, std::ostream& err) {
  const ExitCode code = ExplainError(status, settings, err);
  const ErrorFacts facts = FactsOf(status);
  for (const Sentence& sentence : kStates) {
    if (sentence.state == facts.booking_state) err << sentence.text << '\n';
  }
  if (!IsUnclear(status, facts)) return code;
  err << "run the same command again with --request_id=" << request_id
      << ": it is carried out at most once\n";
  return kUnclear;
}

}  // namespace bookings::cli
