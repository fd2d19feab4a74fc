// The vendor's error answers (wix.md 5.1): either an application error or field violations, never
// both.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/message.h"

namespace bookings::sandbox::wix {

// Any answer of this vendor: with a request id of its own (wix.md 1.2).
Answer WixAnswer(int status, const Json& body);

// An answer that refuses a request.
struct Refusal {
  int status = 500;
  Json body;

  Answer ToAnswer() const { return WixAnswer(status, body); }
};

// A value, or why there is none.
template <typename T>
using Checked = std::variant<T, Refusal>;

template <typename T>
const Refusal* RefusalIn(const Checked<T>& checked) {
  return std::get_if<Refusal>(&checked);
}

// One field of the request is wrong. `rule` is the vendor's name of the broken rule:
// REQUIRED_FIELD, MAX, FORMAT, ...
struct Violation {
  std::string field;
  std::string description;
  std::string rule;
  Json data;  // null = none; for example a threshold
};

Refusal RefuseFields(const Violation& violation);

struct ApplicationError {
  int status = 400;
  std::string_view message;
  std::string_view code;
  std::string_view description;
};

Refusal RefuseApplication(const ApplicationError& error);

// OAuth's own form (RFC 6749, 5.2), used by the token endpoint only.
Refusal RefuseOAuth(int status, std::string_view error, std::string_view description);

// What no route knows.
Refusal RefuseUnknownPath();

}  // namespace bookings::sandbox::wix
