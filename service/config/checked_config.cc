// See checked_config.h.
#include "service/config/checked_config.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/callers/certificates.h"
#include "service/config/check_callers.h"
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

// No value where the file cannot be read; one byte more than is accepted where it is too large.
std::optional<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxConfigBytes + 1, '\0');
  // A directory opens, but cannot be read.
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof()) {
    return std::nullopt;
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

void Append(Violations more, Violations& out) {
  std::move(more.begin(), more.end(), std::back_inserter(out));
}

// What `loaded` cannot be read for, and what was `found` in it besides.
template <typename Config>
Violations AllProblems(const Loaded<Config>& loaded, const Violations& found) {
  Violations all = loaded.problems;
  const bool unreadable = IsKnownBroken("", loaded.problems);
  for (const Violation& problem : found) {
    if (!unreadable && !IsKnownBroken(problem.path, loaded.problems)) all.push_back(problem);
  }
  return all;
}

// The certificates that a listener needs are read again when it starts.
ReadCertificates CheckCertificates(const config::v1::Listen& listen) {
  const config::v1::ListenTls& tls = listen.tls();
  if (tls.certificate_file().empty() || tls.key_file().empty()) return {};
  return ReadCertificateFiles(tls, absl::Now());
}

void ReadPolicy(CheckedConfig& checked) {
  const std::string& path = checked.config.policy_file();
  if (path.empty()) return;
  const std::optional<std::string> text = ReadText(path);
  if (!text) {
    checked.problems.push_back(absl::StrCat("policy_file: cannot read the file ", path));
    return;
  }
  LoadedPolicy loaded = ParsePolicy(*text);
  const Violations found = CheckCallers(loaded.config, checked.config);
  for (const Violation& problem : AllProblems(loaded, found)) {
    checked.problems.push_back(absl::StrCat("policy_file ", path, ": ",
                                            DescribeProblem(problem, loaded.lines, "the policy")));
  }
  checked.policy = std::move(loaded.config);
}

}  // namespace

CheckedConfig ReadConfigText(const std::string& yaml, std::span<const ConnectorEntry> connectors,
                             const std::string& listen) {
  LoadedConfig loaded = ParseConfig(yaml);
  if (!listen.empty()) loaded.config.mutable_listen()->set_address(listen);
  ReadSecretsResult secrets = ReadSecrets(loaded.config);
  ReadCertificates certificates = CheckCertificates(loaded.config.listen());
  Violations found = CheckGatewayConfig(loaded.config, connectors);
  Append(std::move(secrets.problems), found);
  Append(std::move(certificates.problems), found);
  Append(std::move(certificates.warnings), secrets.warnings);

  CheckedConfig checked;
  for (const Violation& problem : AllProblems(loaded, found)) {
    checked.problems.push_back(DescribeProblem(problem, loaded.lines));
  }
  for (const Violation& warning : secrets.warnings) {
    checked.warnings.push_back(DescribeProblem(warning, loaded.lines));
  }
  checked.config = std::move(loaded.config);
  checked.secrets = std::move(secrets.vault);
  ReadPolicy(checked);
  return checked;
}

CheckedConfig ReadConfigFile(const std::string& path, std::span<const ConnectorEntry> connectors,
                             const std::string& listen) {
  const std::optional<std::string> text = ReadText(path);
  if (text) return ReadConfigText(*text, connectors, listen);
  CheckedConfig unreadable;
  unreadable.problems.push_back(absl::StrCat("cannot read the file ", path));
  return unreadable;
}

}  // namespace bookings
