// A vendor's model row as JSON and back, from one table of its fields: what the control path dumps,
// inserts and patches. Not for the vendors' own bodies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/text.h"

namespace bookings::sandbox {

// Assign: false where the JSON value is of another type. A vendor adds overloads for its enums in
// its own namespace.
inline bool Assign(const Json& value, std::string& field) {
  if (!value.is_string()) return false;
  field = value.get<std::string>();
  return true;
}

inline bool Assign(const Json& value, int64_t& field) {
  if (!value.is_number_integer()) return false;
  field = value.get<int64_t>();
  return true;
}

inline bool Assign(const Json& value, uint64_t& field) {
  if (!value.is_number_unsigned()) return false;
  field = value.get<uint64_t>();
  return true;
}

inline bool Assign(const Json& value, Json& field) {
  if (!value.is_object()) return false;
  field = value;
  return true;
}

inline bool Assign(const Json& value, absl::CivilDay& field) {
  const auto day = value.is_string() ? ParseDate(value.get<std::string>()) : std::nullopt;
  field = day.value_or(field);
  return day.has_value();
}

inline bool Assign(const Json& value, Text& field) {
  if (!value.is_string() && !value.is_null()) return false;
  field = value.is_null() ? Text::Null() : Text(value.get<std::string>());
  return true;
}

template <typename T>
bool Assign(const Json& value, std::optional<T>& field) {
  if (value.is_null()) {
    field = std::nullopt;
    return true;
  }
  return Assign(value, field.emplace());
}

template <typename T>
void Put(std::string_view name, const T& field, Json& object) {
  object[std::string(name)] = field;
}

inline void Put(std::string_view name, const Text& field, Json& object) { field.Put(name, object); }

inline void Put(std::string_view name, const absl::CivilDay& field, Json& object) {
  object[std::string(name)] = FormatDate(field);
}

template <typename T>
void Put(std::string_view name, const std::optional<T>& field, Json& object) {
  object[std::string(name)] = field ? Json(*field) : Json();
}

// An enum travels as a word. A vendor's Assign and Put for it forward to these two.
template <typename Enum>
struct EnumWord {
  Enum value;
  std::string_view word;
};

template <typename Enum, size_t kCount>
bool AssignWord(const EnumWord<Enum> (&words)[kCount], const Json& value, Enum& field) {
  for (const EnumWord<Enum>& entry : words) {
    if (value != entry.word) continue;
    field = entry.value;
    return true;
  }
  return false;
}

template <typename Enum, size_t kCount>
void PutWord(const EnumWord<Enum> (&words)[kCount], std::string_view name, Enum field,
             Json& object) {
  for (const EnumWord<Enum>& entry : words) {
    if (field == entry.value) object[std::string(name)] = entry.word;
  }
}

template <typename Row>
struct RowField {
  std::string_view name;
  bool (*assign)(const Json& value, Row& row);
  void (*put)(std::string_view name, const Row& row, Json& object);
};

template <typename Row, auto kMember>
constexpr RowField<Row> FieldOf(std::string_view name) {
  return {
      name, [](const Json& value, Row& row) { return Assign(value, row.*kMember); },
      [](std::string_view key, const Row& row, Json& object) { Put(key, row.*kMember, object); }};
}

template <typename Row>
Json FieldsToJson(absl::Span<const RowField<Row>> fields, const Row& row) {
  Json object = Json::object();
  for (const RowField<Row>& field : fields) field.put(field.name, row, object);
  return object;
}

// The row with the named fields replaced. Refuses unknown names and wrong types.
template <typename Row>
absl::StatusOr<Row> WithFields(absl::Span<const RowField<Row>> fields, Row row,
                               const Json& values) {
  if (!values.is_object()) return absl::InvalidArgumentError("a row is a JSON object");
  for (const auto& [name, value] : values.items()) {
    const RowField<Row>* known = nullptr;
    for (const RowField<Row>& field : fields) {
      if (field.name == name) known = &field;
    }
    if (known == nullptr) return absl::InvalidArgumentError("no field " + name);
    if (!known->assign(value, row)) return absl::InvalidArgumentError("wrong type of " + name);
  }
  return row;
}

}  // namespace bookings::sandbox
