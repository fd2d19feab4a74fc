// See status_details.h.
#include "src/status_details.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/unknown_field_set.h"

namespace bookings::client::internal {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

constexpr char kRpcTypes[] = "type.googleapis.com/google.rpc.";
constexpr char kDomain[] = "bookings.gateway";

// The fields of a message that are texts, bytes or messages; what is no message has none.
class Fields {
 public:
  explicit Fields(const std::string& bytes) {
    if (!set_.ParseFromString(bytes)) set_.Clear();
  }

  std::vector<std::string> All(int number) const {
    std::vector<std::string> found;
    for (int i = 0; i < set_.field_count(); ++i) {
      const UnknownField& field = set_.field(i);
      if (field.number() == number && field.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
        found.push_back(field.length_delimited());
      }
    }
    return found;
  }

  std::string First(int number) const {
    std::vector<std::string> found = All(number);
    return found.empty() ? "" : std::move(found.front());
  }

 private:
  UnknownFieldSet set_;
};

void AddErrorInfo(const Fields& info, Error& error) {
  error.reason_text = info.First(1);
  error.reason = ReasonOf(error.reason_text);
  for (const std::string& entry : info.All(3)) {
    const Fields pair(entry);
    error.metadata[pair.First(1)] = pair.First(2);
  }
}

void AddRetryInfo(const Fields& info, Error& error) {
  google::protobuf::Duration delay;
  if (!delay.ParseFromString(info.First(1))) return;
  error.retry_delay = absl::Seconds(delay.seconds()) + absl::Nanoseconds(delay.nanos());
}

void AddBadRequest(const Fields& request, Error& error) {
  for (const std::string& each : request.All(1)) {
    const Fields violation(each);
    error.violations.push_back({violation.First(1), violation.First(2)});
  }
}

void AddDetail(const std::string& packed, Error& error) {
  const Fields any(packed);
  const std::string type = any.First(1);
  const Fields detail(any.First(2));
  if (type == absl::StrCat(kRpcTypes, "ErrorInfo")) AddErrorInfo(detail, error);
  if (type == absl::StrCat(kRpcTypes, "RetryInfo")) AddRetryInfo(detail, error);
  if (type == absl::StrCat(kRpcTypes, "BadRequest")) AddBadRequest(detail, error);
}

std::string BytesOf(const UnknownFieldSet& message) {
  std::string bytes;
  message.SerializeToString(&bytes);
  return bytes;
}

std::string Pair(const std::string& first, const std::string& second) {
  UnknownFieldSet pair;
  pair.AddLengthDelimited(1, first);
  pair.AddLengthDelimited(2, second);
  return BytesOf(pair);
}

void Pack(const char* type, const std::string& detail, UnknownFieldSet& status) {
  status.AddLengthDelimited(3, Pair(absl::StrCat(kRpcTypes, type), detail));
}

std::string InfoOf(const Error& error) {
  UnknownFieldSet info;
  info.AddLengthDelimited(1, error.reason_text);
  info.AddLengthDelimited(2, kDomain);
  for (const auto& [key, value] : error.metadata) info.AddLengthDelimited(3, Pair(key, value));
  return BytesOf(info);
}

std::string RetryOf(absl::Duration delay) {
  google::protobuf::Duration told;
  told.set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &delay));
  told.set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(delay)));
  UnknownFieldSet retry;
  retry.AddLengthDelimited(1, told.SerializeAsString());
  return BytesOf(retry);
}

std::string BadRequestOf(const std::vector<FieldViolation>& violations) {
  UnknownFieldSet request;
  for (const FieldViolation& each : violations) {
    request.AddLengthDelimited(1, Pair(each.field, each.description));
  }
  return BytesOf(request);
}

}  // namespace

Error ErrorOf(const grpc::Status& status) {
  Error error{.code = static_cast<absl::StatusCode>(status.error_code()),
              .message = status.error_message()};
  for (const std::string& detail : Fields(status.error_details()).All(3)) {
    AddDetail(detail, error);
  }
  // Where the client itself gave up the gateway had no say.
  const bool gave_up = error.code == absl::StatusCode::kDeadlineExceeded ||
                       error.code == absl::StatusCode::kCancelled;
  if (gave_up && error.reason_text.empty()) {
    error.reason_text = absl::StatusCodeToString(error.code);
    error.reason = ReasonOf(error.reason_text);
  }
  return error;
}

grpc::Status StatusOf(const Error& error) {
  UnknownFieldSet status;
  if (!error.reason_text.empty()) Pack("ErrorInfo", InfoOf(error), status);
  if (error.retry_delay) Pack("RetryInfo", RetryOf(*error.retry_delay), status);
  if (!error.violations.empty()) Pack("BadRequest", BadRequestOf(error.violations), status);
  const auto code = static_cast<grpc::StatusCode>(error.code);
  if (status.empty()) return grpc::Status(code, error.message);
  status.AddVarint(1, static_cast<uint64_t>(error.code));
  status.AddLengthDelimited(2, error.message);
  return grpc::Status(code, error.message, BytesOf(status));
}

}  // namespace bookings::client::internal
