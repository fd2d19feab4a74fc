// See rpc_error.h.
#include "clients/cli/rpc_error.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/status_details.pb.h"
#include "clients/cli/words.h"
#include "connectors/api/text.h"

namespace bookings::cli {
namespace {

constexpr char kTypePrefix[] = "type.googleapis.com/google.rpc.";

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

void PrintErrorInfo(const internal::v1::ErrorInfo& info, std::ostream& err) {
  err << "  reason: " << info.reason() << '\n';
  for (const auto& [key, value] : info.metadata()) err << "  " << key << ": " << value << '\n';
}

bool Unpack(const google::protobuf::Any& detail, std::string_view type,
            google::protobuf::Message* message) {
  return detail.type_url() == absl::StrCat(kTypePrefix, ToAbsl(type)) &&
         message->ParseFromString(detail.value());
}

void PrintDetail(const google::protobuf::Any& detail, std::ostream& err) {
  internal::v1::ErrorInfo info;
  internal::v1::BadRequest request;
  internal::v1::RetryInfo retry;
  if (Unpack(detail, "ErrorInfo", &info)) {
    PrintErrorInfo(info, err);
  } else if (Unpack(detail, "BadRequest", &request)) {
    for (const auto& violation : request.field_violations()) {
      err << "  " << violation.field() << ": " << violation.description() << '\n';
    }
  } else if (Unpack(detail, "RetryInfo", &retry)) {
    err << "  try again in " << absl::FormatDuration(ToDuration(retry.retry_delay())) << '\n';
  }
}

}  // namespace

ExitCode ExplainError(const grpc::Status& status, const Settings& settings, std::ostream& err) {
  err << "error: " << status.error_message() << '\n';
  internal::v1::Status details;
  const bool detailed =
      !status.error_details().empty() && details.ParseFromString(status.error_details());
  if (detailed) {
    for (const auto& detail : details.details()) PrintDetail(detail, err);
  } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    err << "  is the gateway running at " << settings.address
        << "? (--address, $BOOKINGS_ADDRESS)\n";
  }
  return status.error_code() == grpc::StatusCode::NOT_FOUND ? kNotFound : kFailed;
}

void TellBreak(const grpc::Status& status, absl::Duration wait, std::ostream& err) {
  const std::string& message = status.error_message();
  err << "the stream broke (" << (status.ok() ? "it ended early" : message)
      << "); going on where it broke in "
      << absl::FormatDuration(absl::Trunc(wait, absl::Milliseconds(100))) << '\n';
}

ErrorFacts FactsOf(const grpc::Status& status) {
  internal::v1::Status details;
  ErrorFacts facts;
  if (!details.ParseFromString(status.error_details())) return facts;
  for (const auto& detail : details.details()) {
    internal::v1::ErrorInfo info;
    internal::v1::RetryInfo retry;
    if (Unpack(detail, "ErrorInfo", &info)) {
      facts.reason = info.reason();
      const auto state = info.metadata().find("booking_state");
      if (state != info.metadata().end()) facts.booking_state = state->second;
    } else if (Unpack(detail, "RetryInfo", &retry)) {
      facts.retry_delay = ToDuration(retry.retry_delay());
    }
  }
  return facts;
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
