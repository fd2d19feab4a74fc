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
//
// Ranges of pages are for those who keep a token with each page that they have dealt with, or want
// what pages tell besides their items.
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

// Where a list's items, or its pages, come from.
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

  // Resumes behind the last page that was dealt with: all its items were handed out; of pages, the
  // next one was asked for.
  const std::string& page_token() const { return progress().page_token; }

 protected:
  explicit ItemRange(std::unique_ptr<ItemSource<Item>> source) : state_(std::make_unique<State>()) {
    state_->source = std::move(source);
  }
  const ListProgress& progress() const { return state_->source->progress(); }

 private:
  std::unique_ptr<State> state_;
};

std::vector<v1::SourceStatus> FailedOf(const std::map<std::string, v1::SourceStatus>& sources);

// A list that is read of several connections. Where some of these failed its last element is the
// error kSourcesFailed, unless CallOptions allow that; all that the others have came before.
template <typename Item>
class SourcedRange : public ItemRange<Item> {
 public:
  // True behind the last element, when every source was read to its end.
  bool complete() const { return this->progress().complete; }
  // The latest status of each connection, by its name.
  const std::map<std::string, v1::SourceStatus>& sources() const {
    return this->progress().sources;
  }
  std::vector<v1::SourceStatus> failed_sources() const { return FailedOf(sources()); }

 protected:
  using ItemRange<Item>::ItemRange;
};

}  // namespace internal

// The bookings of a list, and behind them what failed, as SourcedRange says.
class BookingList : public internal::SourcedRange<v1::Booking> {
 public:
  explicit BookingList(std::unique_ptr<internal::ItemSource<v1::Booking>> source)
      : SourcedRange(std::move(source)) {}
};

// The pages of a list of bookings. Each one's `next_page_token` resumes behind it.
class BookingPages : public internal::SourcedRange<v1::ListBookingsResponse> {
 public:
  explicit BookingPages(std::unique_ptr<internal::ItemSource<v1::ListBookingsResponse>> source)
      : SourcedRange(std::move(source)) {}
};

// The slots of a list, in order of start.
class SlotList : public internal::ItemRange<v1::Slot> {
 public:
  explicit SlotList(std::unique_ptr<internal::ItemSource<v1::Slot>> source)
      : ItemRange(std::move(source)) {}
};

// The pages of a list of slots.
class SlotPages : public internal::ItemRange<v1::ListSlotsResponse> {
 public:
  explicit SlotPages(std::unique_ptr<internal::ItemSource<v1::ListSlotsResponse>> source)
      : ItemRange(std::move(source)) {}
};

}  // namespace bookings::client
