// See rpc_error.h.
#include "clients/cli/rpc_error.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

// Whether it has more than a code and a message.
bool IsDetailed(const client::Error& error) {
  return !error.reason_text.empty() || !error.violations.empty() || error.retry_delay.has_value();
}

void PrintDetails(const client::Error& error, std::ostream& err) {
  if (!error.reason_text.empty()) err << "  reason: " << error.reason_text << '\n';
  for (const auto& [key, value] : error.metadata) err << "  " << key << ": " << value << '\n';
  for (const client::FieldViolation& violation : error.violations) {
    err << "  " << violation.field << ": " << violation.description << '\n';
  }
  if (error.retry_delay) {
    err << "  try again in " << absl::FormatDuration(*error.retry_delay) << '\n';
  }
}

}  // namespace

ExitCode ExplainError(const client::Error& error, const Settings& settings, std::ostream& err) {
  err << "error: " << error.message << '\n';
  PrintDetails(error, err);
  if (error.code == absl::StatusCode::kUnavailable && !IsDetailed(error)) {
    err << "  is the gateway running at " << settings.address
        << "? (--address, $BOOKINGS_ADDRESS)\n";
  }
  return error.code == absl::StatusCode::kNotFound ? kNotFound : kFailed;
}

void TellBreak(const client::Error& error, absl::Duration wait, std::ostream& err) {
  err << "the stream broke ("
      << (error.reason == client::Reason::kIncomplete ? "it ended early" : error.message)
      << "); going on where it broke in "
      << absl::FormatDuration(absl::Trunc(wait, absl::Milliseconds(100))) << '\n';
}

std::string ExplainSource(const v1::SourceStatus& source) {
  std::string line = absl::StrCat(source.connection(), ": ", SourceStateWord(source.state()));
  if (source.has_error()) {
    absl::StrAppend(&line, ": ", source.error().message(), " (",
                    ReasonWord(source.error().reason()), ")");
  }
  for (int note : source.notes()) {
    absl::StrAppend(&line, " [", v1::SourceNote_Name(note).substr(12), "]");
  }
  return line;
}

}  // namespace bookings::cli
