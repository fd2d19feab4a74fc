// Reading a JSON object into a plain struct by a table of its documented fields. What the table
// does not place is kept, so that nothing that a vendor sent is lost.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "connectors/api/json.h"

namespace bookings::json {

// What was left when an object was read.
struct Leftovers {
  // Members without a canonical place, for Booking.vendor_fields.
  std::vector<Member> unplaced;
  // How many of them no table knows (drift of the vendor's API).
  int unknown = 0;
  // Whether a member had another type than documented, or text that is no UTF-8.
  bool unreadable = false;

  void Clear();
  // Adds the unplaced members to `fields`; under `parent` where that is not empty (`guest` ->
  // fields.guest.id).
  void MoveTo(std::string_view parent, google::protobuf::Struct* fields) const;
};

// T is a struct of views: std::string_view (null, absent and "" are the same),
// std::optional<int64_t>, std::optional<bool> or Value (anything: arrays, objects, numbers with
// decimals). kNoPlace marks documented fields that have no canonical place.
template <typename T>
class FieldTable {
 public:
  struct NoPlace {};
  using Target = std::variant<std::string_view T::*, std::optional<int64_t> T::*,
                              std::optional<bool> T::*, Value T::*, NoPlace>;
  struct Field {
    std::string_view key;
    Target target;
  };

  FieldTable(std::initializer_list<Field> fields) : fields_(fields) {}

  // Reads all members of `object`. Repeated keys: the last one counts. The strings live as long as
  // the document.
  T Read(Value object, Leftovers& left) const {
    T out{};
    size_t next =
        0;  // vendors keep their order: the field behind the last one is nearly always right
    for (const Member& member : Members(object)) {
      const size_t found = Find(member.key, next);
      if (found == fields_.size()) {
        ++left.unknown;
        left.unplaced.push_back(member);
        continue;
      }
      next = found + 1;
      Store(fields_[found].target, member, out, left);
    }
    return out;
  }

 private:
  size_t Find(std::string_view key, size_t next) const {
    if (next < fields_.size() && fields_[next].key == key) return next;
    size_t i = 0;
    while (i < fields_.size() && fields_[i].key != key) ++i;
    return i;
  }

  static void Store(const Target& target, const Member& member, T& out, Leftovers& left) {
    if (std::holds_alternative<NoPlace>(target)) {
      if (!member.value.IsNullOrMissing()) left.unplaced.push_back(member);
      return;
    }
    if (auto* text = std::get_if<std::string_view T::*>(&target)) {
      out.** text = Accept(member, member.value.AsString(), left).value_or(std::string_view());
    } else if (auto* number = std::get_if<std::optional<int64_t> T::*>(&target)) {
      out.** number = Accept(member, member.value.AsInt64(), left);
    } else if (auto* truth = std::get_if<std::optional<bool> T::*>(&target)) {
      out.** truth = Accept(member, member.value.AsBool(), left);
    } else {
      out.*std::get<Value T::*>(target) = member.value;
    }
  }

  template <typename Read>
  static Read Accept(const Member& member, Read read, Leftovers& left) {
    if (!read && !member.value.IsNullOrMissing()) {
      left.unreadable = true;
      left.unplaced.push_back(member);
    }
    return read;
  }

  std::vector<Field> fields_;
};

}  // namespace bookings::json
