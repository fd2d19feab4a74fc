// Connectors are pure translations: they may see protobuf, Abseil, the standard library and each
// other's shared parts, but no service, clock, socket or log. Only json.cc may see a JSON library.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace bookings::testing {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;
  std::string header;
};

bool IsSource(const fs::path& file) {
  return file.extension() == ".h" || file.extension() == ".cc";
}

std::vector<Include> IncludesOfConnectors() {
  static const std::regex directive(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
  std::vector<Include> includes;
  const fs::path root = fs::path(BOOKINGS_SOURCE_DIR) / "connectors";
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (!IsSource(entry.path())) continue;
    std::ifstream in(entry.path());
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
      if (!std::regex_search(line, match, directive)) continue;
      includes.push_back({fs::relative(entry.path(), root.parent_path()), match[1]});
    }
  }
  return includes;
}

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

// Headers of the C++ standard library have neither folder nor ending; those that open the way to
// the world outside are not for connectors.
bool IsPureStandardHeader(std::string_view header) {
  constexpr std::string_view kImpure[] = {
      "chrono", "condition_variable", "filesystem", "fstream", "future", "iostream", "mutex",
      "random", "shared_mutex",       "stop_token", "thread"};
  if (header.find_first_of("/.") != std::string_view::npos) return false;
  return std::find(std::begin(kImpure), std::end(kImpure), header) == std::end(kImpure);
}

bool IsAllowed(const Include& include) {
  if (StartsWithAny(include.header, {"connectors/", "bookings/", "google/protobuf/", "absl/"})) {
    return include.header != "absl/time/clock.h" &&
           !include.header.starts_with("absl/synchronization/");
  }
  const bool json_library = StartsWithAny(include.header, {"rapidjson/", "simdjson"});
  if (json_library) return include.file == "connectors/api/json.cc";
  // Vector instructions: pure, but for one file only.
  if (include.header == "emmintrin.h") return include.file == "connectors/api/text_scan.h";
  return IsPureStandardHeader(include.header);
}

// connectors/<vendor>/... ; empty for the shared parts and the registry.
std::string VendorOf(const std::string& path) {
  const fs::path relative = fs::path(path).lexically_relative("connectors");
  const std::string first = relative.begin()->string();
  const bool vendor_folder = std::distance(relative.begin(), relative.end()) > 1 && first != "api";
  return vendor_folder ? first : "";
}

TEST(IncludesContract, ConnectorsSeeOnlyWhatTranslatesBytes) {
  const std::vector<Include> includes = IncludesOfConnectors();
  ASSERT_GT(includes.size(), 50U) << "the scan found no sources";
  for (const Include& include : includes) {
    EXPECT_TRUE(IsAllowed(include)) << include.file << " includes " << include.header;
  }
}

TEST(IncludesContract, AConnectorSeesNoOtherVendor) {
  for (const Include& include : IncludesOfConnectors()) {
    const std::string seen = VendorOf(include.header);
    if (!include.header.starts_with("connectors/") || seen.empty()) continue;
    const bool allowed = VendorOf(include.file) == seen || include.file == "connectors/registry.cc";
    EXPECT_TRUE(allowed) << include.file << " includes " << include.header;
  }
}

TEST(IncludesContract, SharedPartsSeeNoVendor) {
  for (const Include& include : IncludesOfConnectors()) {
    if (!include.file.starts_with("connectors/api/")) continue;
    const bool shared =
        !include.header.starts_with("connectors/") || include.header.starts_with("connectors/api/");
    EXPECT_TRUE(shared) << include.file << " includes " << include.header;
  }
}

}  // namespace
}  // namespace bookings::testing
