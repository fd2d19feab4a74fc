// See vendor_filter.h.
#include "connectors/api/vendor_filter.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "connectors/api/text.h"

namespace bookings {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

std::string_view TypeOf(const Value& value) {
  switch (value.kind_case()) {
    case Value::kStringValue:
      return "string";
    case Value::kBoolValue:
      return "bool";
    case Value::kNumberValue:
      return "number";
    default:
      return "";
  }
}

std::string ProblemOf(const std::string& name, const Value& value,
                      std::span<const VendorFilterRow> known) {
  const auto row = std::find_if(known.begin(), known.end(),
                                [&](const VendorFilterRow& r) { return r.name == name; });
  if (row == known.end()) return "is not known to this vendor";
  if (TypeOf(value) == row->value_type) return "";
  return absl::StrCat("must be a ", ToAbsl(row->value_type));
}

const Value* Find(const Struct& filter, std::string_view name) {
  const auto entry = filter.fields().find(std::string(name));
  return entry == filter.fields().end() ? nullptr : &entry->second;
}

}  // namespace

absl::Status CheckVendorFilter(const Struct& filter, std::span<const VendorFilterRow> known) {
  // The fields of a Struct come in any order: the report is sorted.
  std::map<std::string, std::string> problems;
  for (const auto& [name, value] : filter.fields()) {
    std::string problem = ProblemOf(name, value, known);
    if (!problem.empty()) problems[name] = std::move(problem);
  }
  if (problems.empty()) return absl::OkStatus();
  Violations violations;
  for (const auto& [name, problem] : problems) {
    violations.push_back({absl::StrCat("filter.vendor_filter.", name), problem});
  }
  return InvalidRequest(violations);
}

std::optional<std::string> TextEntry(const Struct& filter, std::string_view name) {
  const Value* value = Find(filter, name);
  if (value == nullptr || value->kind_case() != Value::kStringValue) return std::nullopt;
  return value->string_value();
}

std::optional<bool> BoolEntry(const Struct& filter, std::string_view name) {
  const Value* value = Find(filter, name);
  if (value == nullptr || value->kind_case() != Value::kBoolValue) return std::nullopt;
  return value->bool_value();
}

}  // namespace bookings
