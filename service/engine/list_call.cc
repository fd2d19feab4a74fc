// See list_call.h.
#include "service/engine/list_call.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {
namespace {

// A reader is not kept waiting longer for a page to fill, as long as there is progress to report.
constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

absl::Status MemoryExceeded(size_t bytes) {
  return MakeFailure(
      absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SORT_WINDOW_EXCEEDED,
      std::string(absl::StrCat("the list would have to keep more than ", bytes,
                               " bytes to sort them: narrow the filter, list fewer connections at "
                               "a time, or without an order")));
}

StreamPage EmptyPage(int64_t bookings) {
  StreamPage page;
  page.arenas.push_back(std::make_shared<google::protobuf::Arena>());
  page.response =
      google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(page.arenas.front().get());
  page.response->mutable_bookings()->Reserve(static_cast<int>(bookings));
  return page;
}

BookOptions BookOptionsOf(const ListRequest& request, const EngineOptions& options) {
  return {request.order, options.sort_window_bookings, options.pages_in_flight};
}

}  // namespace

StreamingListCall::StreamingListCall(ListRequest request, std::vector<PlannedSource> sources,
                                     EngineOptions options)
    : request_(std::move(request)),
      options_(std::move(options)),
      home_(sources.front().connection->loop),
      remaining_(request_.limit == 0 ? kUnlimited : request_.limit) {
  if (request_.resume != nullptr) {
    if (request_.limit > 0) remaining_ = request_.resume->remaining_limit();
    if (request_.resume->has_last()) last_ = FromOrderPosition(request_.resume->last());
  }
  entries_.reserve(sources.size());
  for (PlannedSource& source : sources) {
    entries_.push_back({SourceBook(std::move(source), BookOptionsOf(request_, options_))});
  }
}

StreamingListCall::~StreamingListCall() { StopSources(); }

void StreamingListCall::Next(Arrived arrived) {
  home_->Post([self = shared_from_this(), arrived = std::move(arrived)]() mutable {
    if (self->cancelled_) return std::move(arrived)(Cancelled());
    self->arrived_ = std::move(arrived);
    self->page_ = EmptyPage(self->Wanted());
    for (Entry& entry : self->entries_) entry.kept = nullptr;
    self->impatient_ = false;
    self->patience_ = self->home_->CallAt(self->home_->Now() + kPatience, [call = self.get()] {
      call->impatient_ = true;
      call->Answer();
    });
    self->StartSources();
    self->Gather();
    self->GrantPages(!self->first_);
    self->Answer();
  });
}

void StreamingListCall::Cancel() {
  home_->Post([self = shared_from_this()] {
    if (std::exchange(self->cancelled_, true)) return;
    self->StopSources();
    self->AnswerWith(Cancelled());
  });
}

void StreamingListCall::StartSources() {
  if (std::exchange(started_, true)) return;
  for (size_t i = 0; i < entries_.size(); ++i) {
    SourceBook& book = entries_[i].book;
    if (!book.reading()) continue;
    if (book.status().unreported_filters_size() > 0) {  // nothing can match: no need to ask
      book.StopReading();
      book.Settle();
      continue;
    }
    entries_[i].source = MakeSource(i);
  }
}

std::unique_ptr<Source> StreamingListCall::MakeSource(size_t index) {
  SourceBook& book = entries_[index].book;
  CallContext context;
  context.caller = request_.caller;
  context.trace = request_.trace;
  context.kind = CallKind::kStream;
  context.deadline = request_.deadline;
  const auto token = request_.caller_tokens.find(book.connection().id);
  if (token != request_.caller_tokens.end()) context.caller_token = token->second;
  const SourceOptions options{options_.details_in_flight, options_.pages_in_flight, book.order()};
  return std::make_unique<Source>(
      book.connection(), book.TakePlan(), std::move(context), book.TakeStart(), options,
      [weak = weak_from_this(), home = home_, index](absl::StatusOr<SourcePage> page) {
        home->Post([weak, index, page = std::move(page)]() mutable {
          if (auto self = weak.lock()) self->OnSourcePage(index, std::move(page));
        });
      });
}

void StreamingListCall::OnSourcePage(size_t index, absl::StatusOr<SourcePage> page) {
  SourceBook& book = entries_[index].book;
  if (cancelled_ || finished_ || !fatal_.ok() || !book.failure().ok()) return;
  progressed_ = true;
  if (page.ok()) {
    book.TakePage(*std::move(page));
    CheckMemory(book);
  } else {
    book.TakeFailure(page.status());
  }
  CheckFailure(book);
  if (!arrived_) return;
  Gather();
  GrantPages(!MustAnswer());
  Answer();
}

// With one source, or where all are required, a source's failure is the list's.
void StreamingListCall::CheckFailure(const SourceBook& book) {
  const bool alone = entries_.size() == 1 || request_.require_all_sources;
  if (book.failure().ok() || !alone) return;
  fatal_ = book.failure();
  StopSources();
}

// What is sorted cannot be put off: a source that would take too much memory ends.
void StreamingListCall::CheckMemory(SourceBook& book) {
  if (book.SortsAll() && book.reading() && HeldBytes() > options_.stream_bytes) {
    book.TakeFailure(MemoryExceeded(options_.stream_bytes));
  }
}

size_t StreamingListCall::HeldBytes() const {
  size_t bytes = 0;
  for (const Entry& entry : entries_) bytes += entry.book.held_bytes();
  return bytes;
}

// Only while a page is asked for, so that a reader who stops stops the sources too.
void StreamingListCall::GrantPages(bool reader_waits) {
  if (!arrived_) return;
  const bool memory_is_short = HeldBytes() > options_.stream_bytes;
  for (Entry& entry : entries_) {
    if (entry.source == nullptr) continue;
    const int pages = entry.book.TakeGrants(reader_waits, memory_is_short);
    if (pages == 0) continue;
    entry.book.connection().loop->Post(
        [self = shared_from_this(), source = entry.source.get(), pages] { source->Grant(pages); });
  }
}

void StreamingListCall::Answer() {
  if (!arrived_ || !MustAnswer()) return;
  if (!fatal_.ok() && page_.response->bookings_size() == 0) {
    const absl::Status failure = fatal_;
    StopSources();
    finished_ = true;
    return AnswerWith(failure);
  }
  CompletePage();
  AnswerWith(std::exchange(page_, StreamPage()));
}

bool StreamingListCall::MustAnswer() const {
  if (!fatal_.ok() || AllEnded() || IsFull()) return true;
  const bool none_to_come = std::none_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
    return entry.book.reading() || entry.book.HasHead();
  });
  if (none_to_come || (impatient_ && progressed_)) return true;
  // The first page goes out as soon as more would take another round to the vendors.
  return first_ && page_.response->bookings_size() > 0;
}

void StreamingListCall::AnswerWith(absl::StatusOr<StreamPage> page) {
  if (!arrived_) return;
  patience_.reset();
  progressed_ = false;
  first_ = false;
  Arrived arrived = std::exchange(arrived_, nullptr);
  std::move(arrived)(std::move(page));
}

// Moves bookings into the page that is asked for as soon as they may go.
void StreamingListCall::Gather() {
  if (!arrived_) return;
  if (IsOrdered()) {
    GatherInOrder();
  } else {
    GatherInTurn();
  }
  for (Entry& entry : entries_) entry.book.Settle();
}

// From the sources in turn, so that none waits behind a faster one for long.
void StreamingListCall::GatherInTurn() {
  const size_t first = turn_++ % entries_.size();
  for (size_t i = 0; i < entries_.size(); ++i) {
    TakeFrom(entries_[(first + i) % entries_.size()], nullptr);
  }
}

// Always from the source whose next booking comes first, which a heap of the sources with a booking
// tells; waits for those of which it is not known yet.
void StreamingListCall::GatherInOrder() {
  std::vector<Entry*> heap;
  heap.reserve(entries_.size());
  for (Entry& entry : entries_) {
    if (entry.book.HasHead()) {
      heap.push_back(&entry);
    } else if (entry.book.reading()) {
      return;
    }
  }
  const auto comes_later = [](const Entry* a, const Entry* b) {
    return b->book.HeadPrecedes(a->book);
  };
  std::make_heap(heap.begin(), heap.end(), comes_later);
  const SourceBook* last = nullptr;
  while (!IsFull() && !heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), comes_later);
    Entry* first = heap.back();
    heap.pop_back();
    TakeFrom(*first, heap.empty() ? nullptr : &heap.front()->book);
    last = &first->book;
    if (last->HasHead()) {
      heap.push_back(first);
      std::push_heap(heap.begin(), heap.end(), comes_later);
    } else if (last->reading()) {
      break;
    }
  }
  if (last == nullptr) return;
  last_ = last->last_key();
  merged_any_ = true;
}

// Until the page is full or the other source's turn has come.
void StreamingListCall::TakeFrom(Entry& entry, const SourceBook* until) {
  auto& bookings = *page_.response->mutable_bookings();
  entry.book.Take(Wanted() - bookings.size(), until,
                  [&](v1::Booking* booking, const std::shared_ptr<google::protobuf::Arena>& arena) {
                    bookings.UnsafeArenaAddAllocated(booking);
                    if (arena.get() == entry.kept) return;
                    entry.kept = arena.get();
                    page_.arenas.push_back(arena);
                  });
}

// Ends the page that was gathered: the books on the sources, and the position behind it.
void StreamingListCall::CompletePage() {
  if (remaining_ != kUnlimited) remaining_ -= page_.response->bookings_size();
  const bool limit_reached = remaining_ == 0;
  for (Entry& entry : entries_) {
    if (limit_reached) entry.book.ReachLimit();
  }
  page_.last = AllEnded() && (fatal_.ok() || limit_reached);
  if (page_.last) {
    finished_ = true;
    StopSources();
    page_.response->set_complete(
        std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
          return entry.book.status().state() == v1::SOURCE_STATE_COMPLETE;
        }));
  }
  ReportSources();
  AddPosition();
}

void StreamingListCall::ReportSources() {
  for (Entry& entry : entries_) {
    SourceBook& book = entry.book;
    if (!page_.last && !book.changed()) continue;
    *page_.response->add_sources() = book.status();
    book.Reported();
    const bool stays_out = IsOrdered() && entries_.size() > 1 && fatal_.ok() &&
                           book.status().state() == v1::SOURCE_STATE_FAILED;
    if (!stays_out) continue;
    page_.remainders.push_back({page_.response->sources_size() - 1, Remainder(book)});
  }
}

// What a token behind this page must hold. A source that failed stays in it, so that resuming tries
// it again.
void StreamingListCall::AddPosition() {
  auto position = std::make_unique<internal::v1::PageTokenState>();
  if (remaining_ != kUnlimited) position->set_remaining_limit(remaining_);
  if (last_) *position->mutable_last() = ToOrderPosition(*last_);
  for (const Entry& entry : entries_) {
    const v1::SourceState state = entry.book.status().state();
    if (state == v1::SOURCE_STATE_READING || state == v1::SOURCE_STATE_FAILED) {
      *position->add_sources() = PositionOf(entry.book);
    } else if (state == v1::SOURCE_STATE_PARTIAL) {
      auto* ended = position->add_ended();
      ended->set_source(entry.book.index());
      ended->set_state(state);
      *ended->mutable_notes() = entry.book.status().notes();
    }
  }
  const bool resumable = position->sources_size() > 0 && remaining_ > 0;
  if (!page_.last || resumable) page_.position = std::move(position);
  page_.restartable = std::all_of(entries_.begin(), entries_.end(),
                                  [](const Entry& entry) { return entry.book.IsRestartable(); });
}

// A token that goes on with one source alone. Those that it does not name count as read.
std::unique_ptr<internal::v1::PageTokenState> StreamingListCall::Remainder(
    const SourceBook& book) const {
  auto position = std::make_unique<internal::v1::PageTokenState>();
  if (remaining_ != kUnlimited) position->set_remaining_limit(remaining_);
  *position->add_sources() = book.Position(SourceBook::Keys::kOwn);
  return position;
}

// A source that stays out from somewhere on has a place of its own in an ordered list.
internal::v1::SourcePosition StreamingListCall::PositionOf(const SourceBook& book) const {
  return book.Position(StandsAtLast(book) ? SourceBook::Keys::kOfList : SourceBook::Keys::kOwn);
}

// Whether the list's last booking tells how far the source was delivered. Where one that stayed out
// goes on, it comes before what the list delivered earlier, and the others stand behind it.
bool StreamingListCall::StandsAtLast(const SourceBook& book) const {
  if (!IsOrdered() || !book.failure().ok()) return false;
  if (!last_) return true;
  const std::optional<OrderKey>& key = book.last_key();
  if (!key) return merged_any_;
  if (Precedes(last_->time, last_->name, key->time, key->name, request_.order)) return false;
  return merged_any_ || !Precedes(key->time, key->name, last_->time, last_->name, request_.order);
}

bool StreamingListCall::AllEnded() const {
  return std::all_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.book.is_final(); });
}

int64_t StreamingListCall::Wanted() const {
  return std::min<int64_t>(request_.page_size, remaining_);
}

bool StreamingListCall::IsFull() const { return page_.response->bookings_size() >= Wanted(); }

// Hands each source to its own loop, where it is destroyed and with it its vendor calls.
void StreamingListCall::StopSources() {
  for (Entry& entry : entries_) {
    if (entry.source == nullptr) continue;
    EventLoop* loop = entry.book.connection().loop;
    loop->Post(
        [connection = entry.book.shared_connection(), source = std::move(entry.source)]() mutable {
          source.reset();  // while its connection still stands
        });
  }
}

}  // namespace bookings
