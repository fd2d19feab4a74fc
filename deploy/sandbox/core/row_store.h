// The rows of an account: generated ones are made anew from their number whenever they are read,
// changed and inserted ones are kept whole. So a million rows cost a few bytes each. Guarded by the
// account's mutex.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"

namespace bookings::sandbox {

// A slot is a row's place in the store; it never changes and is never used again.
using Slot = uint32_t;
using Slots = std::vector<Slot>;

// `Row` has a member `std::string id` and is copyable.
template <typename Row>
class RowStore {
 public:
  // Row number i is generate(i): deterministic, O(1), with an id of its own.
  RowStore(uint64_t generated, std::function<Row(uint64_t)> generate)
      : removed_(generated, false), generate_(std::move(generate)) {}

  // Slots ever used, removed ones included.
  uint64_t slots() const { return removed_.size(); }
  bool IsRemoved(uint64_t slot) const { return removed_[slot]; }

  Row At(Slot slot) const {
    if (const auto found = kept_.find(slot); found != kept_.end()) return found->second;
    return generate_(slot);
  }

  // A row as the generator would make the next one: defaults for an insertion.
  Row Template() const { return generate_(removed_.size()); }

  std::optional<Slot> Find(std::string_view id);

  // Calls visit(row) for each row that was inserted or changed, in no order and without a copy.
  template <typename Visit>
  void ForEachKept(Visit visit) const {
    for (const auto& [slot, row] : kept_) visit(row);
  }

  Slot Insert(Row row) {
    const Slot slot = static_cast<Slot>(removed_.size());
    removed_.push_back(false);
    // An index that is not built yet stays so; one that is takes the row, so that a write does not
    // cost a walk over all rows.
    if (!slots_by_id_.empty()) slots_by_id_.emplace(absl::Hash<std::string>()(row.id), slot);
    kept_.insert_or_assign(slot, std::move(row));
    views_.clear();
    return slot;
  }

  // The id stays.
  void Replace(Slot slot, Row row) {
    kept_.insert_or_assign(slot, std::move(row));
    views_.clear();
  }

  void Remove(Slot slot) {
    removed_[slot] = true;
    kept_.erase(slot);
    Forget();
  }

  // The live slots by key_of(row) ascending, ties by id. `order` names the key: it is sorted once
  // and kept until a change. The reference holds until the next call.
  template <typename KeyOf>
  const Slots& Ordered(std::string_view order, KeyOf key_of);

  // The slots of Ordered(order, key_of) whose row passes `keep`. `filter` names the predicate, with
  // all its values.
  template <typename KeyOf, typename Keep>
  const Slots& Selected(std::string_view order, KeyOf key_of, std::string_view filter, Keep keep);

 private:
  // Kept lists: a few orders and the filters of the crawls under way. 4 bytes a row each.
  static constexpr size_t kMaxViews = 16;

  struct View {
    std::string name;
    Slots slots;
  };

  // The kept list of that name, moved to the front; null when there is none.
  const Slots* FindView(std::string_view name);
  const Slots& KeepView(std::string name, Slots slots);

  void Forget() {
    views_.clear();
    slots_by_id_.clear();
  }

  std::vector<bool> removed_;
  std::function<Row(uint64_t)> generate_;
  absl::flat_hash_map<Slot, Row> kept_;
  // Most recently used first.
  std::list<View> views_;
  // By the 64-bit hash of the id, to keep it small: among a million ids two agree once in 30
  // million stores. Empty = not built.
  absl::flat_hash_map<size_t, Slot> slots_by_id_;
};

template <typename Row>
std::optional<Slot> RowStore<Row>::Find(std::string_view id) {
  const absl::Hash<std::string> hash;
  if (slots_by_id_.empty()) {
    for (Slot slot = 0; slot < removed_.size(); ++slot) {
      if (!removed_[slot]) slots_by_id_.emplace(hash(At(slot).id), slot);
    }
  }
  const auto found = slots_by_id_.find(hash(std::string(id)));
  if (found == slots_by_id_.end() || At(found->second).id != id) return std::nullopt;
  return found->second;
}

template <typename Row>
template <typename KeyOf>
const Slots& RowStore<Row>::Ordered(std::string_view order, KeyOf key_of) {
  if (const Slots* kept = FindView(order)) return *kept;
  struct Entry {
    decltype(key_of(std::declval<const Row&>())) key;
    std::string id;
    Slot slot;
    bool operator<(const Entry& other) const {
      return key != other.key ? key < other.key : id < other.id;
    }
  };
  std::vector<Entry> entries;
  entries.reserve(removed_.size());
  for (Slot slot = 0; slot < removed_.size(); ++slot) {
    if (removed_[slot]) continue;
    Row row = At(slot);
    entries.push_back({key_of(row), std::move(row.id), slot});
  }
  std::sort(entries.begin(), entries.end());
  Slots slots;
  slots.reserve(entries.size());
  for (const Entry& entry : entries) slots.push_back(entry.slot);
  return KeepView(std::string(order), std::move(slots));
}

template <typename Row>
template <typename KeyOf, typename Keep>
const Slots& RowStore<Row>::Selected(std::string_view order, KeyOf key_of, std::string_view filter,
                                     Keep keep) {
  std::string name = std::string(order) + "?" + std::string(filter);
  if (const Slots* kept = FindView(name)) return *kept;
  Slots slots;
  for (Slot slot : Ordered(order, key_of)) {
    if (keep(At(slot))) slots.push_back(slot);
  }
  return KeepView(std::move(name), std::move(slots));
}

template <typename Row>
const Slots* RowStore<Row>::FindView(std::string_view name) {
  for (auto view = views_.begin(); view != views_.end(); ++view) {
    if (view->name != name) continue;
    views_.splice(views_.begin(), views_, view);
    return &views_.front().slots;
  }
  return nullptr;
}

template <typename Row>
const Slots& RowStore<Row>::KeepView(std::string name, Slots slots) {
  if (views_.size() == kMaxViews) views_.pop_back();
  views_.push_front({std::move(name), std::move(slots)});
  return views_.front().slots;
}

}  // namespace bookings::sandbox
