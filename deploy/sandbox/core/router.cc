#include "deploy/sandbox/core/router.h"

#include <optional>
#include <utility>

namespace bookings::sandbox {
namespace {

bool IsVariable(const std::string& segment) { return !segment.empty() && segment.front() == '{'; }

// The values of the pattern's variables, or nothing when the path does not fit.
std::optional<std::vector<std::string>> Fit(const std::vector<std::string>& pattern,
                                            const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<std::string> values;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (IsVariable(pattern[i])) {
      if (path[i].empty()) return std::nullopt;
      values.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  return values;
}

}  // namespace

void Router::Add(std::string_view method, std::string_view pattern, Route route) {
  entries_.push_back({std::string(method), ParseTarget(pattern).segments, std::move(route)});
}

RouteMatch Router::Find(const Request& request) const {
  RouteMatch match;
  for (const Entry& entry : entries_) {
    std::optional<std::vector<std::string>> values = Fit(entry.segments, request.segments);
    if (!values) continue;
    if (entry.method == request.method) return {&entry.route, *std::move(values), false};
    match.other_method = true;
  }
  return match;
}

}  // namespace bookings::sandbox
