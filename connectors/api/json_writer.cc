// See json_writer.h.
#include "connectors/api/json_writer.h"

namespace bookings::json {

void Writer::Separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

void Writer::Quote(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out_ += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out_ += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 15]};
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

Writer& Writer::Open(char bracket) {
  Separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

Writer& Writer::Close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

Writer& Writer::Key(std::string_view key) {
  Separate();
  Quote(key);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::String(std::string_view text) {
  Separate();
  Quote(text);
  return *this;
}

Writer& Writer::Number(int64_t number) { return Raw(std::to_string(number)); }
Writer& Writer::Bool(bool truth) { return Raw(truth ? "true" : "false"); }
Writer& Writer::Null() { return Raw("null"); }

Writer& Writer::Raw(std::string_view json) {
  Separate();
  out_ += json;
  return *this;
}

}  // namespace bookings::json
