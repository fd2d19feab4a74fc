// See checked_config.h.
#include "service/config/checked_config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/config/check_config.h"
#include "service/config/load_config.h"

namespace bookings {
namespace {

// Whether a part of this path could not be read: what its value lacks is no news then.
bool IsKnownBroken(const std::string& path, const Violations& problems) {
  return std::any_of(problems.begin(), problems.end(), [&](const Violation& problem) {
    return problem.path == path || path.starts_with(problem.path + ".") ||
           path.starts_with(problem.path + "[");
  });
}

}  // namespace

CheckedConfig ReadConfigText(const std::string& yaml, std::span<const ConnectorEntry> connectors) {
  LoadedConfig loaded = ParseConfig(yaml);
  ReadSecretsResult secrets = ReadSecrets(loaded.config);
  Violations found = CheckGatewayConfig(loaded.config, connectors);
  std::move(secrets.problems.begin(), secrets.problems.end(), std::back_inserter(found));

  CheckedConfig checked;
  for (const Violation& problem : loaded.problems) {
    checked.problems.push_back(DescribeProblem(problem, loaded.lines));
  }
  const bool unreadable = IsKnownBroken("", loaded.problems);
  for (const Violation& problem : found) {
    if (unreadable || IsKnownBroken(problem.path, loaded.problems)) continue;
    checked.problems.push_back(DescribeProblem(problem, loaded.lines));
  }
  for (const Violation& warning : secrets.warnings) {
    checked.warnings.push_back(DescribeProblem(warning, loaded.lines));
  }
  checked.config = std::move(loaded.config);
  checked.secrets = std::move(secrets.vault);
  return checked;
}

CheckedConfig ReadConfigFile(const std::string& path, std::span<const ConnectorEntry> connectors) {
  CheckedConfig unreadable;
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxConfigBytes + 1, '\0');
  // A directory opens, but cannot be read.
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof()) {
    unreadable.problems.push_back(absl::StrCat("cannot read the file ", path));
    return unreadable;
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return ReadConfigText(text, connectors);
}

}  // namespace bookings
