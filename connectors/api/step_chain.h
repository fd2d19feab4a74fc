// Making one Step out of two: an operation that goes on from another one's answer.
#pragma once

#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/step.h"

namespace bookings {

// Runs `first`; with its answer, or the failure that it ends in by itself, `next` says how to go
// on. A vendor's refusal that `first` does not expect ends the whole operation.
template <typename A, typename B>
Step<B> Chain(Step<A> first, absl::AnyInvocable<Step<B>(absl::StatusOr<A>) &&> next) {
  if (first.pending() == nullptr) return std::move(next)(std::move(first).Answer());
  HttpRequest request = first.TakeRequest();
  return {
      std::move(request),
      [first = std::move(first), next = std::move(next)](HttpResponse response) mutable -> Step<B> {
        return Chain<A, B>(std::move(first).Resume(std::move(response)), std::move(next));
      }};
}

}  // namespace bookings
