// See call.h.
#include "clients/cli/call.h"

#include <iostream>
#include <optional>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/text_file.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, token_file, "", "file that holds the caller's own bearer token");
ABSL_FLAG(std::vector<std::string>, vendor_token_file, {},
          "customers' own vendor tokens, as connection=path of a file that holds the token");

namespace bookings::cli {
namespace {

std::string Print(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  return json;
}

// Adds the caller's own token; false where its file cannot be read.
bool AddOwnToken(const std::string& path, grpc::ClientContext* context) {
  if (path.empty()) return true;
  const std::optional<std::string> token = ReadTextFile(path);
  if (!token) {
    std::cerr << "error: --token_file: cannot read " << path << "\n";
    return false;
  }
  context->AddMetadata("authorization",
                       absl::StrCat("Bearer ", absl::StripAsciiWhitespace(*token)));
  return true;
}

// Adds one `connection=path`; false where the file cannot be read.
bool AddToken(const std::string& entry, grpc::ClientContext* context) {
  const size_t equals = entry.find('=');
  const std::optional<std::string> token =
      ReadTextFile(equals == std::string::npos ? "" : entry.substr(equals + 1));
  if (!token) {
    std::cerr << "error: --vendor_token_file: '" << entry << "' is not connection=readable file\n";
    return false;
  }
  context->AddMetadata("x-vendor-authorization", absl::StrCat(entry.substr(0, equals), " Bearer ",
                                                              absl::StripAsciiWhitespace(*token)));
  return true;
}

}  // namespace

bool PrepareContext(const Settings& settings, grpc::ClientContext* context) {
  if (settings.timeout != absl::InfiniteDuration()) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + settings.timeout));
  }
  bool ok = AddOwnToken(absl::GetFlag(FLAGS_token_file), context);
  for (const std::string& entry : absl::GetFlag(FLAGS_vendor_token_file)) {
    ok = AddToken(entry, context) && ok;
  }
  return ok;
}

std::string ToJson(const google::protobuf::Message& message) { return Print(message, false); }
std::string ToPrettyJson(const google::protobuf::Message& message) { return Print(message, true); }

}  // namespace bookings::cli
