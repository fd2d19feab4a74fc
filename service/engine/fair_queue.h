// A queue that serves its callers in turn, and the items of each in their order: however many one
// of them queues, the others wait for one of its items only.
#pragma once

#include <algorithm>
#include <list>
#include <string>

#include "absl/container/node_hash_map.h"

namespace bookings {

// For one thread. Does not own its items.
template <typename Item>
class FairQueue {
  struct Lane;

 public:
  // Where an item stands; good until it is taken out.
  struct Place {
    Lane* lane = nullptr;
    typename std::list<Item*>::iterator item;
  };

  // A caller who has nothing in the queue takes a turn behind all others.
  Place Push(const std::string& caller, Item* item) {
    Lane& lane = LaneOf(caller);
    return {&lane, lane.items.insert(lane.items.end(), item)};
  }
  // In front of the caller's other items.
  Place PushFront(const std::string& caller, Item* item) {
    Lane& lane = LaneOf(caller);
    return {&lane, lane.items.insert(lane.items.begin(), item)};
  }

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  // The item whose turn it is; of a queue that is not empty.
  Item* Front() const { return turns_.front()->items.front(); }

  // The caller's next item waits until all others had their turn.
  void TakeFront() {
    Lane* const lane = turns_.front();
    turns_.splice(turns_.end(), turns_, turns_.begin());
    Remove({lane, lane->items.begin()});
  }
  void Remove(const Place& place) {
    Lane& lane = *place.lane;
    lane.items.erase(place.item);
    --size_;
    if (!lane.items.empty()) return;
    turns_.erase(lane.turn);
    lanes_.erase(lanes_.find(lane.caller));
  }

  // How many items are served before the last one of this lane, if no more come.
  int AheadOfLast(const Place& place) const {
    const size_t own = place.lane->items.size() - 1;
    size_t ahead = own;
    bool before = true;
    for (const Lane* const lane : turns_) {
      if (lane == place.lane) {
        before = false;
        continue;
      }
      ahead += std::min(lane->items.size(), own + (before ? 1 : 0));
    }
    return static_cast<int>(ahead);
  }

  // Any order; `visit` must not change the queue.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const Lane* const lane : turns_) {
      for (Item* const item : lane->items) visit(item);
    }
  }

 private:
  struct Lane {
    std::string caller;
    std::list<Item*> items;
    typename std::list<Lane*>::iterator turn;
  };

  // With room for one more item.
  Lane& LaneOf(const std::string& caller) {
    ++size_;
    const auto [found, is_new] = lanes_.try_emplace(caller);
    Lane& lane = found->second;
    if (is_new) {
      lane.caller = caller;
      lane.turn = turns_.insert(turns_.end(), &lane);
    }
    return lane;
  }

  absl::node_hash_map<std::string, Lane> lanes_;
  std::list<Lane*> turns_;  // the first one is served next
  size_t size_ = 0;
};

}  // namespace bookings
