// Plays an operation of a connector with prepared answers in the vendor's place, for unit tests of
// one connector. Recorded exchanges are replay.h's affair.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "connectors/api/step.h"

namespace bookings::testing {

template <typename T>
struct Played {
  // In the order in which they were made.
  std::vector<HttpRequest> requests;
  absl::StatusOr<T> answer = absl::InternalError("the operation is not finished");
};

// Answers each request with status 200 and the next body; OUT_OF_RANGE when there are no more.
template <typename T>
Played<T> Play(Step<T> step, const std::vector<std::string>& bodies) {
  Played<T> played;
  while (step.pending() != nullptr) {
    const size_t number = played.requests.size();
    played.requests.push_back(step.TakeRequest());
    if (number == bodies.size()) {
      played.answer = absl::OutOfRangeError("more requests than prepared answers");
      return played;
    }
    step = std::move(step).Resume(HttpResponse{200, {}, bodies[number]});
  }
  played.answer = std::move(step).Answer();
  return played;
}

}  // namespace bookings::testing
