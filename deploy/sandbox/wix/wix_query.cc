// See wix_query.h.
#include "deploy/sandbox/wix/wix_query.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <utility>

#include "deploy/sandbox/wix/wix_json.h"

namespace bookings::sandbox::wix {
namespace {

constexpr std::size_t kMaxFieldName = 512;  // wix.md 3.2
constexpr std::size_t kMaxCursor = 16'000;  // likewise
constexpr std::string_view kJsonType = "application/json";

Refusal Wrong(std::string_view field, std::string_view description, std::string_view rule) {
  return RefuseFields({std::string(field), std::string(description), std::string(rule), nullptr});
}

// An answer to what is no JSON object at all: no field to name.
Refusal Unreadable(std::string_view message) {
  return {400, {{"message", message}, {"details", Json::object()}}};
}

std::string ToCamelCase(std::string_view name) {
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool word_starts = name[i] == '_' && i > 0 && i + 1 < name.size();
    if (word_starts) ++i;
    camel += word_starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(name[i])))
                         : name[i];
  }
  return camel;
}

// Renames members down to the leaves, but leaves what a filter holds as it is.
Json WithCamelNames(const Json& json) {
  if (json.is_array()) {
    Json list = Json::array();
    for (const Json& entry : json) list.push_back(WithCamelNames(entry));
    return list;
  }
  if (!json.is_object()) return json;
  Json object = Json::object();
  for (const auto& [name, value] : json.items()) {
    object[ToCamelCase(name)] = name == "filter" ? value : WithCamelNames(value);
  }
  return object;
}

// A member that is missing or null is the same (wix.md 1.1).
const Json* Member(const Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

// A whole number of a paging object; absent where it was not sent.
Checked<std::optional<std::int64_t>> ReadNumber(const Json& object, std::string_view path,
                                                std::string_view name, std::int64_t least) {
  const Json* const value = Member(object, name);
  if (value == nullptr) return std::optional<std::int64_t>();
  const std::string field = std::string(path) + "." + std::string(name);
  if (!value->is_number_integer()) return Wrong(field, "must be a whole number", "FORMAT");
  const auto number = value->get<std::int64_t>();
  if (number < least) {
    return RefuseFields({field,
                         "must be greater than or equal to " + std::to_string(least),
                         "MIN",
                         {{"threshold", least}}});
  }
  return std::optional<std::int64_t>(number);
}

constexpr std::array<std::string_view, 2> kPagingMembers = {"limit", "offset"};
constexpr std::array<std::string_view, 2> kCursorPagingMembers = {"limit", "cursor"};
constexpr std::array<std::string_view, 2> kSortMembers = {"fieldName", "order"};

class QueryReader {
 public:
  QueryReader(const QueryShape& shape, const Switches& switches)
      : shape_(shape), switches_(switches) {}

  Checked<Query> Read(const Json& body) {
    if (auto refusal = ReadRoot(body)) return *std::move(refusal);
    const Json* const object = Member(body, "query");
    if (object == nullptr) return query_;
    if (!object->is_object()) return Wrong("query", "must be an object", "FORMAT");
    if (auto refusal = ReadQueryObject(*object)) return *std::move(refusal);
    return query_;
  }

 private:
  std::optional<Refusal> ReadRoot(const Json& body) {
    std::vector<std::string_view> allowed(shape_.flags.begin(), shape_.flags.end());
    allowed.push_back("query");
    if (auto refusal = RefuseUnknownMembers(body, "", allowed, switches_)) return refusal;
    for (const std::string_view flag : shape_.flags) {
      const Json* const value = Member(body, flag);
      if (value == nullptr) continue;
      if (!value->is_boolean()) return Wrong(flag, "must be a boolean", "FORMAT");
      if (value->get<bool>()) query_.flags.insert(std::string(flag));
    }
    return std::nullopt;
  }

  std::optional<Refusal> ReadQueryObject(const Json& object) {
    if (auto refusal = RefuseUnknownMembers(object, "query", shape_.query_members, switches_)) {
      return refusal;
    }
    if (switches_.Is("fields_parameter", "reject")) {
      for (const std::string_view name : {"fields", "fieldsets"}) {
        if (Member(object, name) == nullptr) continue;
        return Wrong("query." + std::string(name), "is not supported", "CUSTOM");
      }
    }
    if (const Json* const filter = Member(object, "filter")) query_.filter = *filter;
    if (const Json* const sort = Member(object, "sort")) {
      if (!sort->is_array()) return Wrong("query.sort", "must be an array", "FORMAT");
      if (!sort->empty()) query_.sort = *sort;
    }
    if (auto refusal = ReadPaging(object)) return refusal;
    return ReadCursorPaging(object);
  }

  std::optional<Refusal> ReadPaging(const Json& object) {
    constexpr std::string_view kPath = "query.paging";
    const Json* const paging = Member(object, "paging");
    if (paging == nullptr) return std::nullopt;
    if (!paging->is_object()) return Wrong(kPath, "must be an object", "FORMAT");
    if (auto refusal = RefuseUnknownMembers(*paging, kPath, kPagingMembers, switches_)) {
      return refusal;
    }
    auto limit = ReadNumber(*paging, kPath, "limit", 1);
    if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
    auto offset = ReadNumber(*paging, kPath, "offset", 0);
    if (const Refusal* const refusal = RefusalIn(offset)) return *refusal;
    query_.paging = OffsetPaging{std::get<0>(limit), std::get<0>(offset).value_or(0)};
    return std::nullopt;
  }

  std::optional<Refusal> ReadCursorPaging(const Json& object) {
    constexpr std::string_view kPath = "query.cursorPaging";
    const Json* const paging = Member(object, "cursorPaging");
    if (paging == nullptr) return std::nullopt;
    if (!paging->is_object()) return Wrong(kPath, "must be an object", "FORMAT");
    if (auto refusal = RefuseUnknownMembers(*paging, kPath, kCursorPagingMembers, switches_)) {
      return refusal;
    }
    auto limit = ReadNumber(*paging, kPath, "limit", 1);
    if (const Refusal* const refusal = RefusalIn(limit)) return *refusal;
    query_.cursor_paging = CursorPaging{std::get<0>(limit), std::nullopt};
    const Json* const cursor = Member(*paging, "cursor");
    if (cursor == nullptr) return std::nullopt;
    if (!cursor->is_string() || cursor->get_ref<const std::string&>().size() > kMaxCursor) {
      return Wrong("query.cursorPaging.cursor", "is not a cursor", "FORMAT");
    }
    const auto& text = cursor->get_ref<const std::string&>();
    if (!text.empty()) query_.cursor_paging->cursor = text;
    return std::nullopt;
  }

  const QueryShape& shape_;
  const Switches& switches_;
  Query query_;
};

Checked<SortTerm> ReadSortTerm(const Json& entry, std::span<const Field> sortable) {
  if (!entry.is_object()) return Wrong("query.sort", "must hold objects", "FORMAT");
  for (const auto& [name, value] : entry.items()) {
    const auto* const known = std::find(kSortMembers.begin(), kSortMembers.end(), name);
    if (known == kSortMembers.end()) return Wrong("query.sort." + name, "is not known", "CUSTOM");
  }
  const Json* const name = Member(entry, "fieldName");
  if (name == nullptr) return Wrong("query.sort.fieldName", "must not be empty", "REQUIRED_FIELD");
  if (!name->is_string() || name->get_ref<const std::string&>().size() > kMaxFieldName) {
    return Wrong("query.sort.fieldName", "must be a text of up to 512 characters", "FORMAT");
  }
  const Field* const field = FindField(sortable, name->get<std::string>());
  if (field == nullptr || field->type == ValueType::kTexts) {
    return Wrong("query.sort.fieldName", "is not a sortable field", "CUSTOM");
  }
  const Json* const order = Member(entry, "order");
  if (order == nullptr || *order == "ASC") return SortTerm{field, Direction::kAscending};
  if (*order == "DESC") return SortTerm{field, Direction::kDescending};
  return Wrong("query.sort.order", "enum must be in [ASC, DESC]", "CUSTOM");
}

}  // namespace

Checked<Json> ReadBody(const Request& request, const Switches& switches) {
  const std::string type = request.Header("content-type").value_or("");
  if (type.compare(0, kJsonType.size(), kJsonType) != 0) {
    return Unreadable("Content-Type must be application/json");
  }
  const std::optional<Json> body = ParseKeepingFirst(request.body);
  if (!body || !body->is_object()) return Unreadable("the body is not a JSON object");
  return switches.Is("snake_case", "accept") ? WithCamelNames(*body) : *body;
}

std::optional<Refusal> RefuseUnknownMembers(const Json& object, std::string_view path,
                                            std::span<const std::string_view> allowed,
                                            const Switches& switches) {
  if (switches.Is("unknown_parameters", "ignore")) return std::nullopt;
  for (const auto& [name, value] : object.items()) {
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
    const std::string field = path.empty() ? name : std::string(path) + "." + name;
    return Wrong(field, "is not known", "CUSTOM");
  }
  return std::nullopt;
}

Checked<Query> ReadQuery(const Json& body, const QueryShape& shape, const Switches& switches) {
  return QueryReader(shape, switches).Read(body);
}

Checked<std::int64_t> ReadLimit(std::optional<std::int64_t> limit, const LimitRule& rule,
                                const Switches& switches) {
  if (!limit) return rule.fallback;
  if (*limit <= rule.max) return *limit;
  if (switches.Is(rule.over_switch, "clamp")) return rule.clamped;
  return RefuseFields({std::string(rule.field),
                       "must be less than or equal to " + std::to_string(rule.max),
                       "MAX",
                       {{"threshold", rule.max}}});
}

Checked<std::vector<SortTerm>> ReadSort(const Json& sort, std::span<const Field> sortable) {
  std::vector<SortTerm> terms;
  if (sort.is_null()) return terms;
  for (const Json& entry : sort) {
    Checked<SortTerm> term = ReadSortTerm(entry, sortable);
    if (const Refusal* const refusal = RefusalIn(term)) return *refusal;
    terms.push_back(std::get<SortTerm>(term));
  }
  return terms;
}

std::vector<SortTerm> WithTieBreak(std::vector<SortTerm> terms, const Switches& switches) {
  const Direction direction =
      switches.Is("tie_break", "id_desc") ? Direction::kDescending : Direction::kAscending;
  terms.push_back({FindField(V2Fields(), "id"), direction});
  return terms;
}

bool SortKey::operator<(const SortKey& other) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == other.values[i]) continue;
    return ((*terms)[i].direction == Direction::kAscending) == (values[i] < other.values[i]);
  }
  return false;
}

SortKey KeyOf(const std::vector<SortTerm>& terms, const Row& row, const Catalogue& catalogue) {
  SortKey key{&terms, {}};
  key.values.reserve(terms.size());
  for (const SortTerm& term : terms) key.values.push_back(term.field->read(row, catalogue));
  return key;
}

}  // namespace bookings::sandbox::wix
