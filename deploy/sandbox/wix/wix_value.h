// A value that a filter or a sort compares: read from a row, or sent by the client.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// monostate = the booking has no such value. Of two values of one field the alternative is the same
// or one is absent.
using Value = std::variant<std::monostate, std::string, absl::Time, bool, std::int64_t,
                           std::vector<std::string>>;

enum class ValueType : std::uint8_t { kText, kTime, kTruth, kNumber, kTexts };

enum class Operator : std::uint8_t {
  kEq,
  kNe,
  kGt,
  kGte,
  kLt,
  kLte,
  kIn,
  kNin,
  kHasSome,
  kHasAll,
  kExists,
};

// A set of operators.
using Operators = std::uint16_t;

constexpr Operators Only(Operator op) {
  return static_cast<Operators>(1U << static_cast<unsigned>(op));
}
template <typename... Ops>
constexpr Operators Only(Operator first, Ops... rest) {
  return static_cast<Operators>(Only(first) | Only(rest...));
}

// One field that can be filtered by.
struct Field {
  std::string_view path;
  ValueType type;
  Operators operators;
  Value (*read)(const Row& row, const Catalogue& catalogue);
  // Words that an operand may be; empty = any text.
  std::span<const std::string_view> words = {};
};

// The fields of each generation (wix.md 4.1, 4.2).
std::span<const Field> V1QueryFields();
// As for the query, but the creation date is called `created` only.
std::span<const Field> V1ListFields();
std::span<const Field> V2Fields();

// Null when `fields` has no such path.
const Field* FindField(std::span<const Field> fields, std::string_view path);

}  // namespace bookings::sandbox::wix
