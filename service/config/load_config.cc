// See load_config.h.
#include "service/config/load_config.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

template <typename Config>
Loaded<Config> Load(const std::string& yaml) {
  Loaded<Config> loaded;
  YamlNotes notes = ReadYaml(yaml, &loaded.config);
  loaded.problems = std::move(notes.problems);
  loaded.lines = std::move(notes.lines);
  return loaded;
}

}  // namespace

LoadedConfig ParseConfig(const std::string& yaml) { return Load<config::v1::GatewayConfig>(yaml); }

LoadedPolicy ParsePolicy(const std::string& yaml) { return Load<config::v1::CallerPolicy>(yaml); }

std::string DescribeProblem(const Violation& problem, const std::map<std::string, int>& lines,
                            const std::string& whole) {
  const std::string subject = problem.path.empty() ? whole : problem.path;
  std::string part = problem.path;
  auto line = lines.find(part);
  while (line == lines.end() && !part.empty()) {
    const size_t end = part.find_last_of(".[");
    part.resize(end == std::string::npos ? 0 : end);
    line = lines.find(part);
  }
  if (line == lines.end()) return absl::StrCat(subject, ": ", problem.problem);
  return absl::StrCat(subject, " (line ", line->second, "): ", problem.problem);
}

}  // namespace bookings
