// The books on one source of a list: what was read and waits, what was delivered, what its status
// says, and how many pages it may read ahead.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "bookings/v1/bookings.pb.h"
#include "google/protobuf/arena.h"
#include "service/engine/connection.h"
#include "service/engine/list_position.h"
#include "service/engine/order.h"
#include "service/engine/sort_window.h"
#include "service/engine/source.h"

namespace bookings {

// One source with its plan, as Engine::List prepares it.
struct PlannedSource {
  std::shared_ptr<Connection> connection;
  // Which of the request's connections it is.
  int index = 0;
  ListPlan plan;
  std::vector<std::string> unreported;
  SourceStart start;
  std::vector<v1::SourceNote> notes;
  // A source that an earlier call has ended already (COMPLETE, PARTIAL): it is reported, not read.
  std::optional<v1::SourceState> ended;
};

struct BookOptions {
  // The list's order; UNSPECIFIED = each source in its own.
  v1::OrderBy list_order = v1::ORDER_BY_UNSPECIFIED;
  size_t sort_window_bookings = 50'000;
  int pages_in_flight = 8;
};

// For one thread, that of the list.
class SourceBook {
 public:
  SourceBook(PlannedSource planned, BookOptions options);

  int index() const { return planned_.index; }
  Connection& connection() const { return *planned_.connection; }
  const std::shared_ptr<Connection>& shared_connection() const { return planned_.connection; }
  ListPlan TakePlan() { return std::move(planned_.plan); }
  SourceStart TakeStart() { return std::move(planned_.start); }
  // The order in which its bookings are delivered; UNSPECIFIED = none.
  v1::OrderBy order() const { return order_; }

  // Whether more pages are to come from the source.
  bool reading() const { return reading_; }
  void StopReading() { reading_ = false; }
  const absl::Status& failure() const { return failure_; }

  void TakePage(SourcePage page);
  void TakeFailure(const absl::Status& failure);
  // Gives a source that is read and delivered to its end its final state.
  void Settle();
  void ReachLimit();

  // Whether a booking may be delivered.
  bool HasHead() const;
  // Only while HasHead.
  const v1::Booking& head() const;
  // Whether its head comes before the other's; only for sorted sources with heads.
  bool HeadPrecedes(const SourceBook& other) const;
  // Of a booking, with what it lives on.
  using Deliver =
      absl::FunctionRef<void(v1::Booking*, const std::shared_ptr<google::protobuf::Arena>&)>;
  // Delivers bookings until `most` were, none may go any more, or the other source's turn has come
  // (null = there is none).
  void Take(int64_t most, const SourceBook* until, Deliver deliver);

  // How many pages the source may read now; they count as granted. `reader_waits`: for more
  // bookings than there are.
  int TakeGrants(bool reader_waits, bool memory_is_short);

  // Where the source stands. `with_key`: whether with the key of its own last booking.
  enum class Keys { kOwn, kOfList };
  internal::v1::SourcePosition Position(Keys keys) const;
  // Whether reading anew from there gives the same, and reads little a second time.
  bool IsRestartable() const;
  const std::optional<OrderKey>& last_key() const { return last_key_; }

  const v1::SourceStatus& status() const { return status_; }
  bool is_final() const { return status_.state() != v1::SOURCE_STATE_READING; }
  // Whether the status changed since it was reported.
  bool changed() const { return changed_; }
  void Reported() { changed_ = false; }

  size_t held_bytes() const { return held_->bytes; }
  // Whether it holds bookings back until all are read.
  bool SortsAll() const;

 private:
  struct WaitingPage {
    SourcePage page;
    std::shared_ptr<const HeldPage> held;
    size_t next_row = 0;
  };

  void TakeSorted(int64_t most, const SourceBook* until, Deliver deliver);
  void TakeUnsorted(int64_t most, Deliver deliver);
  void CountDelivered(int64_t bookings);
  void StandBehind(const SourceRow& row);
  void AddNote(v1::SourceNote note);
  void NoteUnsoundPlace();
  void SortIn(SourcePage page, const std::shared_ptr<const HeldPage>& held);
  void GiveUpOrder();
  bool OwesUnknownTimes() const;
  void PassReadPages();
  void PassPage(const SourcePage& page);
  int HeldPages() const;
  bool RunsLow() const;

  PlannedSource planned_;
  const BookOptions options_;
  const v1::OrderBy order_;
  const bool numbered_;
  const bool vendor_sorts_;
  const bool rows_stay_;
  bool reading_ = true;
  bool partial_ = false;
  bool order_broken_ = false;
  absl::Status failure_;
  v1::SourceStatus status_;
  bool changed_ = true;
  std::shared_ptr<HeldTotals> held_ = std::make_shared<HeldTotals>();

  std::optional<SortWindow> window_;  // of a sorted source
  std::deque<WaitingPage> pages_;     // of one without an order
  // Whether bookings of unknown time came in an earlier part, or were dropped, and are not in
  // window_ (again) yet.
  bool owes_unknown_times_ = false;
  std::optional<OrderKey> last_key_;
  int64_t last_first_row_ = 0;
  SourceStart position_;  // of a source without an order

  int ahead_ = 2;        // pages that may be read and not yet delivered
  int outstanding_ = 0;  // of them those that are being read
  bool grew_ = true;  // ahead_, since the last page came; the first page is not waited for longer
};

}  // namespace bookings
