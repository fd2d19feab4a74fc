// See call.h.
#include "clients/cli/call.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/text_file.h"

ABSL_FLAG(std::string, token_file, "", "file that holds the caller's own bearer token");
ABSL_FLAG(std::vector<std::string>, vendor_token_file, {},
          "customers' own vendor tokens, as connection=path of a file that holds the token");

namespace bookings::cli {
namespace {

std::optional<std::string> ReadToken(const std::string& path) {
  const std::optional<std::string> text = ReadTextFile(path);
  if (!text) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(*text));
}

using Metadata = std::vector<std::pair<std::string, std::string>>;

void ReadOwnToken(const std::string& path, Metadata& metadata, Problems& problems) {
  if (path.empty()) return;
  const std::optional<std::string> token = ReadToken(path);
  if (!token || token->empty()) {
    problems.push_back(
        absl::StrCat("--token_file: ", token ? "nothing is in " : "cannot read ", path));
    return;
  }
  metadata.emplace_back("authorization", absl::StrCat("Bearer ", *token));
}

// One `connection=path`.
void ReadVendorToken(const std::string& entry, Metadata& metadata, Problems& problems) {
  const size_t equals = entry.find('=');
  const auto token =
      equals == std::string::npos ? std::nullopt : ReadToken(entry.substr(equals + 1));
  if (!token) {
    problems.push_back(
        absl::StrCat("--vendor_token_file: '", entry, "' is not connection=readable file"));
    return;
  }
  metadata.emplace_back("x-vendor-authorization",
                        absl::StrCat(entry.substr(0, equals), " Bearer ", *token));
}

Metadata ReadTokens(Problems& problems) {
  Metadata metadata;
  ReadOwnToken(absl::GetFlag(FLAGS_token_file), metadata, problems);
  for (const std::string& entry : absl::GetFlag(FLAGS_vendor_token_file)) {
    ReadVendorToken(entry, metadata, problems);
  }
  return metadata;
}

}  // namespace

bool PrepareContext(const Settings&, absl::Time deadline, grpc::ClientContext* context) {
  if (deadline != absl::InfiniteFuture()) context->set_deadline(absl::ToChronoTime(deadline));
  Problems problems;
  for (const auto& [key, value] : ReadTokens(problems)) context->AddMetadata(key, value);
  return Report(problems);
}

bool PrepareContext(const Settings& settings, grpc::ClientContext* context) {
  return PrepareContext(settings, absl::Now() + settings.timeout, context);
}

void CheckTokens(Problems& problems) { ReadTokens(problems); }

}  // namespace bookings::cli
