// See yaml.h.
#include "clients/cli/yaml.h"

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "connectors/api/json.h"

namespace bookings::cli {
namespace {

// YAML 1.1's words for other things than text, in lower case.
constexpr std::string_view kReserved[] = {"y",   "n",    "yes",   "no",  "on",
                                          "off", "true", "false", "null"};

bool IsWordCharacter(char c) {
  constexpr std::string_view kMarks = "_-./@";
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         kMarks.find(c) != std::string_view::npos;
}

// Line breaks and characters that readers of YAML 1.1 do not take raw within quotes: DEL, U+2028,
// U+2029.
bool NeedsEscapes(std::string_view text) {
  return text.find('\x7F') != std::string_view::npos ||
         text.find("\u2028") != std::string_view::npos ||
         text.find("\u2029") != std::string_view::npos;
}

void EmitText(std::string_view text, YAML::Emitter& out) {
  if (!IsPlainText(text)) out << YAML::DoubleQuoted;
  if (NeedsEscapes(text)) out << YAML::EscapeNonAscii;
  out << std::string(text);
}

void Emit(json::Value value, YAML::Emitter& out);

void EmitObject(json::Value object, YAML::Emitter& out) {
  if (object.size() == 0) out << YAML::Flow;
  out << YAML::BeginMap;
  for (const json::Member& member : json::Members(object)) {
    // A long key would need the form with a question mark, which few people know.
    out << YAML::Key;
    EmitText(member.key, out);
    out << YAML::Value;
    Emit(member.value, out);
  }
  out << YAML::EndMap;
}

void EmitArray(json::Value array, YAML::Emitter& out) {
  if (array.size() == 0) out << YAML::Flow;
  out << YAML::BeginSeq;
  for (const json::Value element : json::Elements(array)) Emit(element, out);
  out << YAML::EndSeq;
}

// Numbers and truths stand in YAML as they do in JSON.
void Emit(json::Value value, YAML::Emitter& out) {
  if (value.IsObject()) return EmitObject(value, out);
  if (value.IsArray()) return EmitArray(value, out);
  if (const auto text = value.AsString()) return EmitText(*text, out);
  if (const auto number = value.AsNumberText()) {
    out << std::string(*number);
  } else if (const auto truth = value.AsBool()) {
    out << *truth;
  } else {
    out << YAML::Null;
  }
}

}  // namespace

bool IsPlainText(std::string_view text) {
  if (text.empty() || !absl::ascii_isalpha(static_cast<unsigned char>(text[0]))) return false;
  if (!std::all_of(text.begin(), text.end(), IsWordCharacter)) return false;
  const std::string word = absl::AsciiStrToLower(std::string(text));
  return std::find(std::begin(kReserved), std::end(kReserved), word) == std::end(kReserved);
}

std::string YamlDocument(const std::string& json) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(json);
  YAML::Emitter out;
  out.SetNullFormat(YAML::LowerNull);
  if (document.ok()) Emit(document->root(), out);
  // JSON is YAML, too: what is nested too deeply to be read again stands as it is.
  const bool written = document.ok() && out.good();
  return "---\n" + (written ? std::string(out.c_str()) : json) + "\n";
}

}  // namespace bookings::cli
