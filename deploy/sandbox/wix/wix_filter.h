// Filters in Wix's query language (wix.md 4.0): parsed strictly, then matched against rows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_refusal.h"
#include "deploy/sandbox/wix/wix_value.h"

namespace bookings::sandbox::wix {

// How one endpoint reads filters; each choice is a switch of the account.
struct FilterRules {
  std::span<const Field> fields;
  enum class Unsupported : std::uint8_t { kReject, kIgnore } unsupported = Unsupported::kReject;
  enum class Repeats : std::uint8_t { kFirstCounts, kAllCount } repeats = Repeats::kFirstCounts;
  // $or, $not and $exists: seen in the wild, documented for neither generation.
  enum class Logic : std::uint8_t { kReject, kAccept } logic = Logic::kReject;
  // Paths as they stand in the answers, besides the documented ones.
  enum class Paths : std::uint8_t { kDocumentedOnly, kPlainToo } paths = Paths::kDocumentedOnly;
};

class Filter {
 public:
  // Passes every row.
  Filter() = default;

  // `json` is an object or null. Its repeated keys must have been resolved (wix_json.h).
  static Checked<Filter> Parse(const Json& json, const FilterRules& rules);

  bool Matches(const Row& row, const Catalogue& catalogue) const;

  // True when a condition on that path was given, at any depth.
  bool Mentions(std::string_view path) const;
  bool empty() const { return parts_.empty() && field_ == nullptr; }

 private:
  friend class FilterParser;

  enum class Join : std::uint8_t { kAnd, kOr, kNot };

  bool MatchesValue(const Value& value) const;

  // Either a condition (field_ is set) or a join of parts.
  Join join_ = Join::kAnd;
  std::vector<Filter> parts_;
  const Field* field_ = nullptr;
  Operator op_ = Operator::kEq;
  std::vector<Value> operands_;
};

}  // namespace bookings::sandbox::wix
