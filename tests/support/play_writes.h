// Plays writes of a connector: answers with statuses, what a request is refused for, what was sent.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "connectors/api/connector.h"
#include "connectors/api/step.h"
#include "connectors/api/write_fields.h"
#include "tests/support/play.h"

namespace bookings::testing {

// As Play, with statuses: one that the request does not expect ends the operation as the
// connector explains it.
template <typename T>
Played<T> PlayAnswers(const Connector& connector, Step<T> step,
                      const std::vector<HttpResponse>& answers) {
  Played<T> played;
  while (step.pending() != nullptr) {
    const size_t number = played.requests.size();
    played.requests.push_back(step.TakeRequest());
    if (number == answers.size()) {
      played.answer = absl::OutOfRangeError("more requests than prepared answers");
      return played;
    }
    const HttpRequest& request = played.requests.back();
    const HttpResponse& answer = answers[number];
    const auto& expected = request.expected_statuses;
    const bool goes_on = answer.status / 100 == 2 || std::find(expected.begin(), expected.end(),
                                                               answer.status) != expected.end();
    if (!goes_on) {
      played.answer = connector.ExplainFailure(request.purpose, answer);
      return played;
    }
    step = std::move(step).Resume(answer);
  }
  played.answer = std::move(step).Answer();
  return played;
}

// All that is wrong with a request: what every vendor checks by its declarations, and the rest.
template <typename Request>
WriteProblems AllProblems(const Connector& connector, v1::Operation operation,
                          const WriteInput<Request>& input,
                          WriteProblems (Connector::*check)(const WriteInput<Request>&) const) {
  WriteProblems problems =
      CheckWriteFields(input.request, *FindOperation(connector.capabilities(), operation));
  const WriteProblems own = (connector.*check)(input);
  problems.invalid.insert(problems.invalid.end(), own.invalid.begin(), own.invalid.end());
  problems.unsupported.insert(problems.unsupported.end(), own.unsupported.begin(),
                              own.unsupported.end());
  return problems;
}

inline std::vector<std::string> PathsOf(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

inline std::string HeaderOf(const HttpRequest& request, std::string_view name) {
  for (const Header& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "(none)";
}

}  // namespace bookings::testing
