// Writing the small JSON bodies of requests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bookings::json {

// Writes one value into a string, compactly. The caller opens and closes containers in order:
//   Writer w; w.Open('{').Key("limit").Number(100).Close('}'); w.Take() is {"limit":100}
class Writer {
 public:
  Writer& Open(char bracket);
  Writer& Close(char bracket);
  Writer& Key(std::string_view key);
  Writer& String(std::string_view text);
  Writer& Number(int64_t number);
  Writer& Bool(bool truth);
  Writer& Null();
  // A value that is JSON already.
  Writer& Raw(std::string_view json);
  std::string Take() && { return std::move(out_); }

 private:
  void Separate();
  void Quote(std::string_view text);

  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace bookings::json
