// See call.h.
#include "clients/cli/call.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

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

// Adds one `connection=path`; false where the file cannot be read.
bool AddToken(const std::string& entry, grpc::ClientContext* context) {
  const size_t equals = entry.find('=');
  std::ifstream file(equals == std::string::npos ? "" : entry.substr(equals + 1));
  if (!file) {
    std::cerr << "error: --vendor_token_file: '" << entry << "' is not connection=readable file\n";
    return false;
  }
  const std::string token{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  context->AddMetadata("x-vendor-authorization", absl::StrCat(entry.substr(0, equals), " Bearer ",
                                                              absl::StripAsciiWhitespace(token)));
  return true;
}

}  // namespace

bool PrepareContext(const Settings& settings, grpc::ClientContext* context) {
  if (settings.timeout != absl::InfiniteDuration()) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + settings.timeout));
  }
  bool ok = true;
  for (const std::string& entry : absl::GetFlag(FLAGS_vendor_token_file)) {
    ok = AddToken(entry, context) && ok;
  }
  return ok;
}

std::string ToJson(const google::protobuf::Message& message) { return Print(message, false); }
std::string ToPrettyJson(const google::protobuf::Message& message) { return Print(message, true); }

}  // namespace bookings::cli
