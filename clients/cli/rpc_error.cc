// See rpc_error.h.
#include "clients/cli/rpc_error.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "bookings/internal/v1/status_details.pb.h"
#include "clients/cli/words.h"

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

void PrintDetail(const google::protobuf::Any& detail, std::ostream& err) {
  if (detail.type_url() == absl::StrCat(kTypePrefix, "ErrorInfo")) {
    internal::v1::ErrorInfo info;
    if (info.ParseFromString(detail.value())) PrintErrorInfo(info, err);
  } else if (detail.type_url() == absl::StrCat(kTypePrefix, "BadRequest")) {
    internal::v1::BadRequest request;
    if (!request.ParseFromString(detail.value())) return;
    for (const auto& violation : request.field_violations()) {
      err << "  " << violation.field() << ": " << violation.description() << '\n';
    }
  } else if (detail.type_url() == absl::StrCat(kTypePrefix, "RetryInfo")) {
    internal::v1::RetryInfo retry;
    if (!retry.ParseFromString(detail.value())) return;
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

ErrorFacts FactsOf(const grpc::Status& status) {
  internal::v1::Status details;
  internal::v1::ErrorInfo info;
  if (!details.ParseFromString(status.error_details())) return {};
  for (const auto& detail : details.details()) {
    if (detail.type_url() != absl::StrCat(kTypePrefix, "ErrorInfo")) continue;
    if (!info.ParseFromString(detail.value())) continue;
    const auto state = info.metadata().find("booking_state");
    return {info.reason(), state == info.metadata().end() ? "" : state->second};
  }
  return {};
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
