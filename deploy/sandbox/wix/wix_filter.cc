// See wix_filter.h.
#include "deploy/sandbox/wix/wix_filter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/string_view.h"
#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::string_view kFilterPath = "query.filter";

struct OperatorName {
  std::string_view name;
  Operator op;
};

constexpr std::array kOperatorNames = {
    OperatorName{"$eq", Operator::kEq},           OperatorName{"$ne", Operator::kNe},
    OperatorName{"$gt", Operator::kGt},           OperatorName{"$gte", Operator::kGte},
    OperatorName{"$lt", Operator::kLt},           OperatorName{"$lte", Operator::kLte},
    OperatorName{"$in", Operator::kIn},           OperatorName{"$nin", Operator::kNin},
    OperatorName{"$hasSome", Operator::kHasSome}, OperatorName{"$hasAll", Operator::kHasAll},
    OperatorName{"$exists", Operator::kExists},
};

std::optional<Operator> OperatorNamed(std::string_view name) {
  const auto* const found =
      std::find_if(kOperatorNames.begin(), kOperatorNames.end(),
                   [&](const OperatorName& entry) { return entry.name == name; });
  if (found == kOperatorNames.end()) return std::nullopt;
  return found->op;
}

// Whether the operator takes a list of operands.
bool TakesList(Operator op) {
  return op == Operator::kIn || op == Operator::kNin || op == Operator::kHasSome ||
         op == Operator::kHasAll;
}

// Names of protobuf oneofs that stand in the documented paths but never in an answer (wix.md 4.2).
std::string DocumentedPath(std::span<const Field> fields, std::string_view plain) {
  constexpr std::array<std::string_view, 4> kOneofs = {".item", ".id", ".type", ".value"};
  for (const Field& field : fields) {
    std::string path(field.path);
    for (const std::string_view oneof : kOneofs) {
      const std::size_t at = path.find(std::string(oneof) + ".");
      if (at != std::string::npos) path.erase(at, oneof.size());
    }
    if (path == plain) return std::string(field.path);
  }
  return std::string(plain);
}

std::optional<Value> ReadTime(const Json& json) {
  if (!json.is_string()) return std::nullopt;
  const std::string text = json.get<std::string>();
  absl::Time time;
  if (!ParseInstantMillis(text) || !absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return std::nullopt;
  }
  return Value(time);
}

bool Contains(const std::vector<std::string>& list, const Value& value) {
  const auto* const text = std::get_if<std::string>(&value);
  return text != nullptr && std::find(list.begin(), list.end(), *text) != list.end();
}

}  // namespace

// Turns one filter object into a tree; remembers which fields a conjunction has seen.
class FilterParser {
 public:
  explicit FilterParser(const FilterRules& rules) : rules_(rules) {}

  Checked<Filter> ParseObject(const Json& json, std::set<std::string>& seen) {
    if (!json.is_object()) return Broken("", "must be an object", "FORMAT");
    Filter filter;
    for (const auto& [key, value] : json.items()) {
      Checked<Filter> part = ParseMember(key, value, seen);
      if (RefusalIn(part) != nullptr) return part;
      Filter& parsed = std::get<Filter>(part);
      if (!parsed.empty()) filter.parts_.push_back(std::move(parsed));
    }
    return filter;
  }

 private:
  Refusal Broken(std::string_view path, std::string description, std::string rule) const {
    std::string field(kFilterPath);
    if (!path.empty()) field.append(".").append(path);
    return RefuseFields({field, std::move(description), std::move(rule), nullptr});
  }

  // What an endpoint does with a part that it does not support.
  Checked<Filter> Unsupported(std::string_view path, std::string description) const {
    if (rules_.unsupported == FilterRules::Unsupported::kIgnore) return Filter();
    return Broken(path, std::move(description), "CUSTOM");
  }

  Checked<Filter> ParseMember(const std::string& key, const Json& value,
                              std::set<std::string>& seen) {
    if (key == "$and") return ParseList(value, Filter::Join::kAnd, seen);
    if (key == "$or" || key == "$not") {
      if (rules_.logic == FilterRules::Logic::kReject) return Unsupported(key, "is not supported");
      return key == "$or" ? ParseList(value, Filter::Join::kOr, seen) : ParseNot(value);
    }
    const std::string path =
        rules_.paths == FilterRules::Paths::kPlainToo ? DocumentedPath(rules_.fields, key) : key;
    const Field* const field = FindField(rules_.fields, path);
    if (field == nullptr) return Unsupported(key, "is not a filterable field");
    const bool repeated = !seen.insert(path).second;
    if (repeated && rules_.repeats == FilterRules::Repeats::kFirstCounts) return Filter();
    return ParseCondition(*field, value);
  }

  Checked<Filter> ParseList(const Json& list, Filter::Join join, std::set<std::string>& seen) {
    if (!list.is_array()) return Broken("", "$and and $or take an array", "FORMAT");
    Filter filter;
    filter.join_ = join;
    for (const Json& entry : list) {
      std::set<std::string> own;
      Checked<Filter> part = ParseObject(entry, join == Filter::Join::kAnd ? seen : own);
      if (RefusalIn(part) != nullptr) return part;
      filter.parts_.push_back(std::get<Filter>(std::move(part)));
    }
    return filter;
  }

  Checked<Filter> ParseNot(const Json& json) {
    std::set<std::string> own;
    Checked<Filter> part = ParseObject(json, own);
    if (RefusalIn(part) != nullptr) return part;
    Filter filter;
    filter.join_ = Filter::Join::kNot;
    filter.parts_.push_back(std::get<Filter>(std::move(part)));
    return filter;
  }

  // `{field: value}`, `{field: [values]}` or `{field: {operators}}`.
  Checked<Filter> ParseCondition(const Field& field, const Json& json) {
    if (json.is_array()) {
      return ParseOperands(
          field, field.type == ValueType::kTexts ? Operator::kHasSome : Operator::kIn, json);
    }
    if (!json.is_object()) return ParseOperands(field, Operator::kEq, json);
    Filter all;
    for (const auto& [name, operand] : json.items()) {
      const std::optional<Operator> op = OperatorNamed(name);
      if (!op) return Unsupported(field.path, "operator " + name + " is not supported");
      Checked<Filter> part = ParseOperands(field, *op, operand);
      if (RefusalIn(part) != nullptr) return part;
      if (Filter& parsed = std::get<Filter>(part); !parsed.empty()) {
        all.parts_.push_back(std::move(parsed));
      }
    }
    if (json.empty()) return Broken(field.path, "must name an operator", "FORMAT");
    return all;
  }

  bool Supports(const Field& field, Operator op) const {
    if (op == Operator::kExists) return rules_.logic == FilterRules::Logic::kAccept;
    return (field.operators & Only(op)) != 0;
  }

  Checked<Filter> ParseOperands(const Field& field, Operator op, const Json& json) {
    if (!Supports(field, op)) {
      const auto* const name =
          std::find_if(kOperatorNames.begin(), kOperatorNames.end(),
                       [&](const OperatorName& entry) { return entry.op == op; });
      return Unsupported(field.path, "operator " + std::string(name->name) + " is not supported");
    }
    if (TakesList(op) && !json.is_array()) {
      return Broken(field.path, "must be an array", "FORMAT");
    }
    Filter condition;
    condition.field_ = &field;
    condition.op_ = op;
    const Json operands = TakesList(op) ? json : Json::array({json});
    for (const Json& operand : operands) {
      std::optional<Value> value =
          op == Operator::kExists ? ReadTruth(operand) : ReadOperand(field, operand);
      if (!value) return Broken(field.path, "has a value of a wrong type or form", "FORMAT");
      if (!IsKnownWord(field, *value)) {
        return Broken(field.path, "enum must be in the documented values", "CUSTOM");
      }
      condition.operands_.push_back(*std::move(value));
    }
    return condition;
  }

  static std::optional<Value> ReadTruth(const Json& json) {
    if (!json.is_boolean()) return std::nullopt;
    return Value(json.get<bool>());
  }

  static std::optional<Value> ReadOperand(const Field& field, const Json& json) {
    switch (field.type) {
      case ValueType::kText:
      case ValueType::kTexts:
        if (!json.is_string()) return std::nullopt;
        return Value(json.get<std::string>());
      case ValueType::kTime:
        return ReadTime(json);
      case ValueType::kTruth:
        return ReadTruth(json);
      case ValueType::kNumber:
        if (!json.is_number_integer()) return std::nullopt;
        return Value(json.get<std::int64_t>());
    }
    return std::nullopt;
  }

  static bool IsKnownWord(const Field& field, const Value& value) {
    if (field.words.empty()) return true;
    const auto* const text = std::get_if<std::string>(&value);
    return text == nullptr ||
           std::find(field.words.begin(), field.words.end(), *text) != field.words.end();
  }

  const FilterRules& rules_;
};

Checked<Filter> Filter::Parse(const Json& json, const FilterRules& rules) {
  if (json.is_null()) return Filter();
  std::set<std::string> seen;
  return FilterParser(rules).ParseObject(json, seen);
}

bool Filter::Matches(const Row& row, const Catalogue& catalogue) const {
  if (field_ != nullptr) return MatchesValue(field_->read(row, catalogue));
  const auto matches = [&](const Filter& part) { return part.Matches(row, catalogue); };
  switch (join_) {
    case Join::kAnd:
      return std::all_of(parts_.begin(), parts_.end(), matches);
    case Join::kOr:
      return std::any_of(parts_.begin(), parts_.end(), matches);
    case Join::kNot:
      return std::none_of(parts_.begin(), parts_.end(), matches);
  }
  return false;
}

bool Filter::MatchesValue(const Value& value) const {
  const bool known = !std::holds_alternative<std::monostate>(value);
  const auto equals = [&](const Value& operand) { return operand == value; };
  const auto has = [&](const Value& operand) {
    const auto* const list = std::get_if<std::vector<std::string>>(&value);
    return list != nullptr ? Contains(*list, operand) : operand == value;
  };
  switch (op_) {
    case Operator::kEq:
      return operands_[0] == value;
    case Operator::kNe:
      return operands_[0] != value;
    case Operator::kGt:
      return known && value > operands_[0];
    case Operator::kGte:
      return known && value >= operands_[0];
    case Operator::kLt:
      return known && value < operands_[0];
    case Operator::kLte:
      return known && value <= operands_[0];
    case Operator::kIn:
      return std::any_of(operands_.begin(), operands_.end(), equals);
    case Operator::kNin:
      return std::none_of(operands_.begin(), operands_.end(), equals);
    case Operator::kHasSome:
      return std::any_of(operands_.begin(), operands_.end(), has);
    case Operator::kHasAll:
      return std::all_of(operands_.begin(), operands_.end(), has);
    case Operator::kExists:
      return operands_[0] == Value(known);
  }
  return false;
}

bool Filter::Mentions(std::string_view path) const {
  if (field_ != nullptr) return field_->path == path;
  return std::any_of(parts_.begin(), parts_.end(),
                     [&](const Filter& part) { return part.Mentions(path); });
}

}  // namespace bookings::sandbox::wix
