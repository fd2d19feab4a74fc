// See explaining_sender.h.
#include "service/engine/explaining_sender.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "connectors/api/failure.h"

namespace bookings {
namespace {

// As HTTP writes instants (RFC 9110 5.6.7).
std::string HttpDate(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time, absl::UTCTimeZone());
}

bool IsSuccess(int status) { return status >= 200 && status < 300; }

bool IsExpected(const std::vector<int>& expected, int status) {
  return std::find(expected.begin(), expected.end(), status) != expected.end();
}

}  // namespace

ExplainingSender::ExplainingSender(std::unique_ptr<Sender> next, const Connector* connector,
                                   EventLoop* loop)
    : next_(std::move(next)), connector_(connector), loop_(loop) {}

std::unique_ptr<Exchange> ExplainingSender::Send(HttpRequest request, const CallContext& context,
                                                 Done done) {
  const Purpose purpose = request.purpose;
  std::vector<int> expected = request.expected_statuses;
  return next_->Send(std::move(request), context,
                     [this, purpose, expected = std::move(expected),
                      done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
                       if (!response.ok() || IsSuccess(response->status) ||
                           IsExpected(expected, response->status)) {
                         return std::move(done)(std::move(response));
                       }
                       std::move(done)(Explain(purpose, *std::move(response)));
                     });
}

absl::Status ExplainingSender::Explain(Purpose purpose, HttpResponse response) const {
  // Connectors have no clock: a Retry-After date needs the answer's own date to count from.
  if (!response.FindHeader("Date")) response.headers.push_back({"Date", HttpDate(loop_->Now())});
  absl::Status failure = connector_->ExplainFailure(purpose, response);
  if (!failure.ok()) return failure;
  return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                     "the connector takes a failure for a success");
}

}  // namespace bookings
