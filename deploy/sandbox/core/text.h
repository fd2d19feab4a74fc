// A text field as it travels in JSON: a value, null, or not there at all. Many traps are made of
// the difference.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/json_text.h"

namespace bookings::sandbox {

class Text {
 public:
  Text() = default;  // absent
  // NOLINTBEGIN(google-explicit-constructor): rows are written down as tables of texts.
  Text(std::string value) : state_(State::kValue), value_(std::move(value)) {}
  Text(std::string_view value) : Text(std::string(value)) {}
  Text(const char* value) : Text(std::string(value)) {}
  // NOLINTEND(google-explicit-constructor)

  static Text Absent() { return Text(); }
  static Text Null() {
    Text text;
    text.state_ = State::kNull;
    return text;
  }

  bool absent() const { return state_ == State::kAbsent; }
  bool has_value() const { return state_ == State::kValue; }
  // Empty unless has_value().
  const std::string& value() const { return value_; }

  // Both write the member into an open object, or leave it out.
  void Put(std::string_view key, Json& object) const {
    if (absent()) return;
    Json& place = object[std::string(key)];
    if (has_value()) place = value_;
  }
  void Put(std::string_view key, JsonText& object) const {
    if (absent()) return;
    object.Key(key);
    has_value() ? object.String(value_) : object.Null();
  }

 private:
  enum class State { kAbsent, kNull, kValue };

  State state_ = State::kAbsent;
  std::string value_;
};

}  // namespace bookings::sandbox
