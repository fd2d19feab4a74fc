// See write_fate.h.
#include "service/engine/write_fate.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/strings/numbers.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

constexpr int kRequestTimeout = 408;
// A proxy's word for a client that went away: what the vendor behind it did is not known.
constexpr int kClientClosedRequest = 499;

// A proxy in front of the vendor may say these while the vendor works on.
bool IsRefusingStatus(int status) {
  return status >= 400 && status < 500 && status != kRequestTimeout &&
         status != kClientClosedRequest;
}

std::string_view FateMetadataOf(const FailureDetails& details, const char* key) {
  const auto found = details.metadata().find(key);
  return found == details.metadata().end() ? std::string_view() : std::string_view(found->second);
}

WriteFate FateOfFailure(const absl::Status& failure) {
  const std::optional<FailureDetails> details = DetailsOf(failure);
  if (!details) return WriteFate::kUnclear;
  if (FateMetadataOf(*details, "sent") == "no") return WriteFate::kNothing;
  int status = 0;
  const std::string_view text = FateMetadataOf(*details, "vendor_status_code");
  if (!absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &status)) {
    return WriteFate::kUnclear;
  }
  return IsRefusingStatus(status) ? WriteFate::kRefused : WriteFate::kUnclear;
}

}  // namespace

WriteFate FateOf(const absl::StatusOr<HttpResponse>& response) {
  if (!response.ok()) return FateOfFailure(response.status());
  // A status that the connector expects: what it means is known once the connector has said so.
  return IsRefusingStatus(response->status) ? WriteFate::kUnclear : WriteFate::kAccepted;
}

WriteFate Later(WriteFate before, WriteFate now) { return std::max(before, now); }

bool IsRefusal(const absl::Status& failure) {
  switch (failure.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

}  // namespace bookings
