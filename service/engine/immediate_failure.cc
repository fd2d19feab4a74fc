// See immediate_failure.h.
#include "service/engine/immediate_failure.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

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

absl::Status DeadlineExceeded(std::string_view during) {
  return MakeFailure(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED,
                     absl::StrCat("the deadline passed while ", ToAbsl(during)));
}

absl::Status Unsent(const absl::Status& failure) { return WithMetadata(failure, "sent", "no"); }

}  // namespace bookings
