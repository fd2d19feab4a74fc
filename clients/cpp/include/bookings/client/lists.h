// Lists: ranges over the items of all pages, read as they are asked for.
//
//   for (const Result<v1::Booking>& booking : client.ListBookings(request)) {
//     if (!booking.ok()) return Report(booking.error());
//     Handle(*booking);
//   }
//
// The elements are Results, because the end of a range says nothing of how it came about: a list
// that fails has one more element, its error, and to read that as a booking ends the program. So
// whoever forgets to ask finds out, and takes no cut list for a whole one.
#pragma once

#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bookings/client/result.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::client {

namespace internal {

// How far a list has come.
struct ListProgress {
  std::string page_token;
  std::map<std::string, v1::SourceStatus> sources;
  bool complete = false;
};

template <typename Item>
class ItemSource {
 public:
  virtual ~ItemSource() = default;
  // Nothing behind the last item, and behind an error.
  virtual std::optional<Result<Item>> Next() = 0;
  virtual const ListProgress& progress() const = 0;
};

// A range to be read once, by one thread: a std::ranges::input_range. It resumes by itself behind
// the last page that was handed out. Destroying it early cancels the stream. Moving it leaves
// iterators valid.
template <typename Item>
class ItemRange {
  struct State {
    void Advance() { current = source->Next(); }

    std::unique_ptr<ItemSource<Item>> source;
    std::optional<Result<Item>> current;
    bool begun = false;
  };

 public:
  class Iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Result<Item>;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    // The element is the reader's own: `*std::move(*it)` takes the item out without a copy.
    value_type& operator*() const { return *state_->current; }
    value_type* operator->() const { return &*state_->current; }
    Iterator& operator++() {
      state_->Advance();
      return *this;
    }
    void operator++(int) { state_->Advance(); }
    friend bool operator==(const Iterator& it, std::default_sentinel_t) {
      return !it.state_->current.has_value();
    }

   private:
    friend ItemRange;
    explicit Iterator(State* state) : state_(state) {}

    State* state_ = nullptr;
  };

  // Waits for the first element; called again, it goes on with the one that was reached.
  Iterator begin() {
    if (!std::exchange(state_->begun, true)) state_->Advance();
    return Iterator(state_.get());
  }
  std::default_sentinel_t end() const { return {}; }

  // Resumes behind the last page whose items were all handed out.
  const std::string& page_token() const { return progress().page_token; }

 protected:
  explicit ItemRange(std::unique_ptr<ItemSource<Item>> source) : state_(std::make_unique<State>()) {
    state_->source = std::move(source);
  }
  const ListProgress& progress() const { return state_->source->progress(); }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace internal

// The bookings of a list. Where some sources failed its last element is the error kSourcesFailed,
// unless CallOptions allow that; all that the others have came before.
class BookingList : public internal::ItemRange<v1::Booking> {
 public:
  explicit BookingList(std::unique_ptr<internal::ItemSource<v1::Booking>> source)
      : ItemRange(std::move(source)) {}

  // True behind the last booking, when every source was read to its end.
  bool complete() const { return progress().complete; }
  // The latest status of each connection, by its name.
  const std::map<std::string, v1::SourceStatus>& sources() const { return progress().sources; }
  std::vector<v1::SourceStatus> failed_sources() const;
};

// The slots of a list, in order of start.
class SlotList : public internal::ItemRange<v1::Slot> {
 public:
  explicit SlotList(std::unique_ptr<internal::ItemSource<v1::Slot>> source)
      : ItemRange(std::move(source)) {}
};

}  // namespace bookings::client
