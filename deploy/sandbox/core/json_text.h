// Writes JSON text straight into one string: for the list routes, where a DOM would cost more than
// the rest. Everywhere else use nlohmann::json (json.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bookings::sandbox {

// Commas are set by the writer; the caller keeps Begin and End balanced and writes a Key before
// each member.
class JsonText {
 public:
  JsonText& BeginObject() { return Open('{'); }
  JsonText& EndObject() { return Close('}'); }
  JsonText& BeginArray() { return Open('['); }
  JsonText& EndArray() { return Close(']'); }
  JsonText& Key(std::string_view name);
  // Bytes are copied as they are, only what JSON forbids is escaped.
  JsonText& String(std::string_view value);
  JsonText& Number(int64_t value);
  JsonText& Bool(bool value) { return Raw(value ? "true" : "false"); }
  JsonText& Null() { return Raw("null"); }
  // Null when there is no value.
  JsonText& StringOrNull(const std::optional<std::string>& value);
  // Text that is JSON already.
  JsonText& Raw(std::string_view json);

  std::string Take() { return std::move(text_); }

 private:
  JsonText& Open(char bracket);
  JsonText& Close(char bracket);
  void Separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace bookings::sandbox
