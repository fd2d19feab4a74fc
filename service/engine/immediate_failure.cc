// See immediate_failure.h.
#include "service/engine/immediate_failure.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

constexpr char kSent[] = "sent";
constexpr char kHeldBackBy[] = "held_back_by";

std::string_view NameOf(HeldBackBy by) {
  switch (by) {
    case HeldBackBy::kRateLimit:
      return "rate_limit";
    case HeldBackBy::kMonthlyQuota:
      return "monthly_quota";
    case HeldBackBy::kCircuitBreaker:
      return "circuit_breaker";
  }
  return "";
}

std::string MetadataOf(const absl::Status& failure, const char* key) {
  const std::optional<FailureDetails> details = DetailsOf(failure);
  if (!details) return "";
  const auto found = details->metadata().find(key);
  return found == details->metadata().end() ? "" : found->second;
}

class FailedExchange : public Exchange {
 public:
  FailedExchange(EventLoop& loop, absl::Status failure, Sender::Done done)
      : timer_(loop.CallAt(loop.Now(),
                           [failure = std::move(failure), done = std::move(done)]() mutable {
                             std::move(done)(std::move(failure));
                           })) {}

 private:
  std::unique_ptr<Timer> timer_;
};

}  // namespace

std::unique_ptr<Exchange> FailSoon(EventLoop& loop, absl::Status failure, Sender::Done done) {
  return std::make_unique<FailedExchange>(loop, std::move(failure), std::move(done));
}

absl::Status Cancelled() {
  return MakeFailure(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                     "the call was cancelled");
}

absl::Status DeadlineExceeded(std::string_view during) {
  return MakeFailure(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED,
                     absl::StrCat("the deadline passed while ", ToAbsl(during)));
}

absl::Status Unsent(const absl::Status& failure) { return WithMetadata(failure, kSent, "no"); }

bool IsUnsent(const absl::Status& failure) { return MetadataOf(failure, kSent) == "no"; }

absl::Status HeldBack(const absl::Status& failure, HeldBackBy by, absl::Duration retry_delay) {
  return WithRetryDelay(WithMetadata(Unsent(failure), kHeldBackBy, NameOf(by)), retry_delay);
}

bool IsHeldBack(const absl::Status& failure) { return !MetadataOf(failure, kHeldBackBy).empty(); }

}  // namespace bookings
