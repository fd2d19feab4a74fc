#include "deploy/sandbox/core/json_text.h"

#include <algorithm>

namespace bookings::sandbox {
namespace {

bool NeedsEscape(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

void AppendEscape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    out.push_back('\\');
    out.push_back(c);
    return;
  }
  out.append("\\u00");
  out.push_back(kHex[static_cast<unsigned char>(c) >> 4]);
  out.push_back(kHex[static_cast<unsigned char>(c) & 15]);
}

// Stretches that need no escape, nearly always the whole value, are copied at once.
void AppendQuoted(std::string& out, std::string_view value) {
  out.push_back('"');
  while (!value.empty()) {
    const auto stop = std::find_if(value.begin(), value.end(), NeedsEscape);
    const size_t plain = static_cast<size_t>(stop - value.begin());
    out.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    AppendEscape(out, value.front());
    value.remove_prefix(1);
  }
  out.push_back('"');
}

}  // namespace

JsonText& JsonText::Key(std::string_view name) {
  Separate();
  AppendQuoted(text_, name);
  text_.push_back(':');
  needs_comma_ = false;
  return *this;
}

JsonText& JsonText::String(std::string_view value) {
  Separate();
  AppendQuoted(text_, value);
  return *this;
}

JsonText& JsonText::Number(int64_t value) { return Raw(std::to_string(value)); }

JsonText& JsonText::StringOrNull(const std::optional<std::string>& value) {
  return value ? String(*value) : Null();
}

JsonText& JsonText::Raw(std::string_view json) {
  Separate();
  text_.append(json);
  return *this;
}

JsonText& JsonText::Open(char bracket) {
  Separate();
  text_.push_back(bracket);
  needs_comma_ = false;
  return *this;
}

JsonText& JsonText::Close(char bracket) {
  text_.push_back(bracket);
  needs_comma_ = true;
  return *this;
}

void JsonText::Separate() {
  if (needs_comma_) text_.push_back(',');
  needs_comma_ = true;
}

}  // namespace bookings::sandbox
