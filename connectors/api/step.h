// Step<T>: an operation of a connector between two exchanges. It is either finished, with an
// answer, or holds the next request and what to do with its response. Whoever drives it
// (service/engine/drive.h) owns sending, retries and deadlines.
#pragma once

#include <optional>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

// Move-only. The continuation takes the response by value, so that it can parse the body in place.
// It sees every status that HTTP knows but those the driver has already turned into a failure
// through Connector::ExplainFailure (all but 2xx).
template <typename T>
class [[nodiscard]] Step {
 public:
  using Continuation = absl::AnyInvocable<Step(HttpResponse) &&>;

  // NOLINTBEGIN(google-explicit-constructor): operations end with `return answer;` or `return
  // {request, continuation};`
  Step(T answer) : answer_(std::move(answer)) {}
  Step(absl::Status failure) : answer_(std::move(failure)) {}
  Step(absl::StatusOr<T> answer) : answer_(std::move(answer)) {}
  Step(HttpRequest request, Continuation next)
      : request_(std::move(request)), next_(std::move(next)) {}
  // NOLINTEND(google-explicit-constructor)

  Step(Step&&) noexcept = default;
  Step& operator=(Step&&) noexcept = default;

  // The request to send next; null when the operation is finished.
  const HttpRequest* pending() const { return request_ ? &*request_ : nullptr; }
  // Gives up the pending request, to be sent. Only while pending().
  HttpRequest TakeRequest() { return std::move(*request_); }
  // Goes on with the response to the pending request.
  Step Resume(HttpResponse response) && { return std::move(next_)(std::move(response)); }
  // The answer. Only when not pending().
  absl::StatusOr<T> Answer() && { return std::move(answer_); }

 private:
  std::optional<HttpRequest> request_;
  Continuation next_;
  absl::StatusOr<T> answer_ = absl::InternalError("the operation is not finished");
};

}  // namespace bookings
