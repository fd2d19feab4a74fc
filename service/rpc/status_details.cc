// See status_details.h.
#include "service/rpc/status_details.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "bookings/internal/v1/status_details.pb.h"
#include "connectors/api/failure.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

constexpr char kDomain[] = "bookings.gateway";
constexpr char kTypePrefix[] = "type.googleapis.com/google.rpc.";
// What the notice "and N more" takes at most.
constexpr size_t kNoticeBytes = 64;
constexpr char kNoRetry[] = "-1";

void Pack(const google::protobuf::Message& detail, const char* name, internal::v1::Status* out) {
  google::protobuf::Any* any = out->add_details();
  any->set_type_url(absl::StrCat(kTypePrefix, name));
  detail.SerializeToString(any->mutable_value());
}

internal::v1::ErrorInfo MakeErrorInfo(v1::ErrorReason reason, const FailureDetails& details) {
  internal::v1::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : details.metadata()) {
    (*info.mutable_metadata())[key] = CutText(value, kMaxMetadataBytes);
  }
  return info;
}

// As many violations as fit into `room` bytes.
internal::v1::BadRequest MakeBadRequest(const FailureDetails& details, size_t room) {
  internal::v1::BadRequest request;
  for (const auto& violation : details.violations()) {
    internal::v1::BadRequest::FieldViolation* field = request.add_field_violations();
    field->set_field(violation.field());
    field->set_description(violation.description());
    if (request.ByteSizeLong() + kNoticeBytes <= room) continue;
    const int left_out = details.violations_size() - request.field_violations_size() + 1;
    field->set_field("");
    field->set_description(absl::StrCat("and ", left_out, " more"));
    break;
  }
  return request;
}

std::string MakeDetails(const absl::Status& status, std::string_view message) {
  const FailureDetails details = DetailsOf(status).value_or(FailureDetails());
  internal::v1::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(message));
  Pack(MakeErrorInfo(PublicReasonOf(status), details), "ErrorInfo", &out);
  if (details.has_retry_delay()) {
    internal::v1::RetryInfo retry;
    *retry.mutable_retry_delay() = details.retry_delay();
    Pack(retry, "RetryInfo", &out);
  }
  if (details.violations_size() > 0) {
    const size_t used = std::min(out.ByteSizeLong(), kMaxDetailsBytes);
    Pack(MakeBadRequest(details, kMaxDetailsBytes - used), "BadRequest", &out);
  }
  return out.SerializeAsString();
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message(CutText(ToStd(status.message()), kMaxMessageBytes));
  return {static_cast<grpc::StatusCode>(status.code()), message, MakeDetails(status, message)};
}

std::string RetryPushbackOf(const absl::Status& status, absl::Duration left) {
  if (!absl::IsAborted(status)) return "";
  const std::optional<absl::Duration> asked = RetryDelayOf(status);
  if (!asked) return kNoRetry;
  const absl::Duration delay =
      absl::Ceil(std::min(*asked, kLongestPushback), absl::Milliseconds(1));
  return delay < left ? absl::StrCat(absl::ToInt64Milliseconds(delay)) : kNoRetry;
}

std::string_view CutText(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  // Bytes 10xxxxxx go on with a character that began before.
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

}  // namespace bookings
