// See list_call.h.
#include "service/engine/list_call.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "connectors/api/names.h"
#include "service/engine/source_error.h"

namespace bookings {
namespace {

// The page being delivered and one read ahead.
constexpr int kPagesAhead = 2;
// A reader is not kept waiting longer for a page to fill, as long as there is progress to report.
constexpr absl::Duration kPatience = absl::Seconds(1);
constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

absl::Status Cancelled() {
  return MakeFailure(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                     "the call was cancelled");
}

bool IsFinal(v1::SourceState state) { return state != v1::SOURCE_STATE_READING; }

void AddSourceNote(v1::SourceNote note, v1::SourceStatus* status) {
  const auto& notes = status->notes();
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) status->add_notes(note);
}

StreamPage EmptyPage() {
  StreamPage page;
  page.arenas.push_back(std::make_shared<google::protobuf::Arena>());
  page.response =
      google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(page.arenas.front().get());
  return page;
}

// Notes after which it cannot be said that all was read.
bool MakesPartial(v1::SourceNote note) {
  return note == v1::SOURCE_NOTE_SLICE_FULL || note == v1::SOURCE_NOTE_RANGE_NOT_COVERED;
}

}  // namespace

StreamingListCall::StreamingListCall(ListRequest request, std::vector<PlannedSource> sources,
                                     EngineOptions options)
    : request_(std::move(request)),
      options_(options),
      home_(sources.front().connection->loop),
      books_(sources.size()),
      remaining_(request_.limit == 0 ? kUnlimited : request_.limit) {
  if (request_.resume != nullptr && request_.limit > 0) {
    remaining_ = request_.resume->remaining_limit();
  }
  for (size_t i = 0; i < sources.size(); ++i) {
    Book& book = books_[i];
    book.planned = std::move(sources[i]);
    book.position = book.planned.start;
    book.status.set_connection(ConnectionName(book.planned.connection->id));
    book.status.set_state(book.planned.ended.value_or(v1::SOURCE_STATE_READING));
    for (std::string& field : book.planned.unreported) {
      *book.status.add_unreported_filters() = std::move(field);
    }
    for (v1::SourceNote note : book.planned.notes) {
      AddSourceNote(note, &book.status);
      book.partial = book.partial || MakesPartial(note);
    }
    book.reading = !book.planned.ended;
  }
}

StreamingListCall::~StreamingListCall() { StopSources(); }

void StreamingListCall::Next(Arrived arrived) {
  home_->Post([self = shared_from_this(), arrived = std::move(arrived)]() mutable {
    if (self->cancelled_) return std::move(arrived)(Cancelled());
    self->arrived_ = std::move(arrived);
    self->page_ = EmptyPage();
    self->impatient_ = false;
    self->patience_ = self->home_->CallAt(self->home_->Now() + kPatience, [call = self.get()] {
      call->impatient_ = true;
      call->Answer();
    });
    self->StartSources();
    for (Book& book : self->books_) self->GrantOwed(book);
    self->Gather();
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
  for (size_t i = 0; i < books_.size(); ++i) {
    Book& book = books_[i];
    if (!book.reading) continue;
    if (book.status.unreported_filters_size() > 0) {  // nothing can match: no need to ask
      book.reading = false;
      Settle(book);
      continue;
    }
    book.source = MakeSource(i, book);
    book.planned.connection->loop->Post(
        [source = book.source.get()] { source->Grant(kPagesAhead); });
  }
}

std::unique_ptr<Source> StreamingListCall::MakeSource(size_t index, Book& book) {
  CallContext context;
  context.deadline = request_.deadline;
  const auto token = request_.caller_tokens.find(book.planned.connection->id);
  if (token != request_.caller_tokens.end()) context.caller_token = token->second;
  return std::make_unique<Source>(
      *book.planned.connection, std::move(book.planned.plan), std::move(context),
      std::move(book.planned.start), options_.details_in_flight,
      [weak = weak_from_this(), home = home_, index](absl::StatusOr<SourcePage> page) {
        home->Post([weak, index, page = std::move(page)]() mutable {
          if (auto self = weak.lock()) self->OnSourcePage(index, std::move(page));
        });
      });
}

void StreamingListCall::OnSourcePage(size_t index, absl::StatusOr<SourcePage> page) {
  if (cancelled_ || finished_ || !fatal_.ok()) return;
  Book& book = books_[index];
  progressed_ = true;
  if (page.ok()) {
    TakePage(book, *std::move(page));
    PassEmptyPages(book);
  } else {
    TakeFailure(book, page.status());
  }
  Gather();
  Answer();
}

void StreamingListCall::TakePage(Book& book, SourcePage page) {
  v1::SourceStatus& status = book.status;
  status.set_filtered_count(status.filtered_count() + page.filtered);
  status.set_dropped_count(status.dropped_count() + page.dropped);
  if (page.vendor_total) status.set_vendor_total(*page.vendor_total);
  for (v1::SourceNote note : page.notes) {
    AddSourceNote(note, &status);
    book.partial = book.partial || MakesPartial(note);
  }
  book.changed = true;
  book.reading = page.next_cursor.has_value();
  book.pages.push_back(std::move(page));
}

void StreamingListCall::TakeFailure(Book& book, const absl::Status& failure) {
  book.reading = false;
  book.failure = OfConnection(failure, *book.planned.connection);
  book.changed = true;
  const bool alone = books_.size() == 1 || request_.require_all_sources;
  if (alone) {
    fatal_ = book.failure;
    StopSources();
  }
  if (book.pages.empty()) Settle(book);
}

// Gives a source that is read and passed to its end its final state.
void StreamingListCall::Settle(Book& book) {
  if (book.reading || !book.pages.empty() || IsFinal(book.status.state())) return;
  book.changed = true;
  if (!book.failure.ok()) {
    book.status.set_state(v1::SOURCE_STATE_FAILED);
    *book.status.mutable_error() = ToSourceError(book.failure);
  } else {
    book.status.set_state(book.partial ? v1::SOURCE_STATE_PARTIAL : v1::SOURCE_STATE_COMPLETE);
  }
}

// Pages that the filter has emptied hold nothing for the reader: they are passed as soon as it is
// their turn.
void StreamingListCall::PassEmptyPages(Book& book) {
  while (!book.pages.empty() && book.next_row == book.pages.front().rows.size()) Pass(book);
  Settle(book);
}

// The front page has been delivered: moves the position behind it and lets the source read one
// more.
void StreamingListCall::Pass(Book& book) {
  SourcePage page = std::move(book.pages.front());
  book.pages.pop_front();
  book.next_row = 0;
  const bool exact =
      book.planned.connection->connector->capabilities().resume() == v1::RESUME_SUPPORT_EXACT;
  if (page.next_cursor && (exact || page.vendor_rows == 0)) {
    book.position = {*page.next_cursor, 0, ""};
  } else {
    // Page numbers shift: the last row is found again by its id, on its own page.
    book.position = {std::move(page.cursor), page.vendor_rows, std::move(page.last_vendor_id)};
  }
  if (!page.next_cursor) return;
  ++book.owed;
  if (arrived_) GrantOwed(book);
}

// Lets the source read as many pages as were passed; only while a page is asked for, so that a
// reader who stops stops it too.
void StreamingListCall::GrantOwed(Book& book) {
  const int pages = std::exchange(book.owed, 0);
  if (pages == 0 || book.source == nullptr) return;
  book.planned.connection->loop->Post(
      [self = shared_from_this(), source = book.source.get(), pages] { source->Grant(pages); });
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
  AnswerWith(std::move(page_));
}

bool StreamingListCall::MustAnswer() const {
  if (!fatal_.ok() || AllEnded() || page_.response->bookings_size() >= Wanted()) return true;
  const bool none_to_come =
      std::none_of(books_.begin(), books_.end(), [](const Book& book) { return book.reading; });
  return none_to_come || (impatient_ && progressed_);
}

void StreamingListCall::AnswerWith(absl::StatusOr<StreamPage> page) {
  if (!arrived_) return;
  patience_.reset();
  progressed_ = false;
  Arrived arrived = std::exchange(arrived_, nullptr);
  std::move(arrived)(std::move(page));
}

// Moves rows into the page that is asked for as soon as they are there, from the sources in turn,
// so that none waits behind a faster one for long. What is moved makes room for the next vendor
// page.
void StreamingListCall::Gather() {
  if (!arrived_) return;
  const size_t first = turn_++ % books_.size();
  for (size_t i = 0; i < books_.size(); ++i) {
    const size_t index = (first + i) % books_.size();
    const int64_t wanted = Wanted() - page_.response->bookings_size();
    TakeRowsOf(books_[index], page_, static_cast<int>(wanted));
  }
}

// Ends the page that was gathered: the books on the sources, and the position behind it.
void StreamingListCall::CompletePage() {
  StreamPage& page = page_;
  if (remaining_ != kUnlimited) remaining_ -= page.response->bookings_size();
  const bool limit_reached = remaining_ == 0;
  for (Book& book : books_) {
    Settle(book);
    if (limit_reached && !IsFinal(book.status.state())) {
      book.status.set_state(v1::SOURCE_STATE_LIMIT_REACHED);
      book.changed = true;
    }
  }
  page.last = AllEnded() && (fatal_.ok() || limit_reached);
  if (page.last) {
    finished_ = true;
    StopSources();
    page.response->set_complete(std::all_of(books_.begin(), books_.end(), [](const Book& book) {
      return book.status.state() == v1::SOURCE_STATE_COMPLETE;
    }));
  }
  ReportSources(page);
  AddPosition(page);
}

void StreamingListCall::TakeRowsOf(Book& book, StreamPage& page, int wanted) {
  int taken = 0;
  while (!book.pages.empty() && taken < wanted) {
    SourcePage& front = book.pages.front();
    if (book.next_row < front.rows.size()) page.arenas.push_back(front.arena);
    for (; book.next_row < front.rows.size() && taken < wanted; ++taken) {
      const SourceRow& row = front.rows[book.next_row++];
      page.response->mutable_bookings()->UnsafeArenaAddAllocated(row.booking);
      book.position = {front.cursor, row.passed, row.booking->vendor_id()};
    }
    if (book.next_row < front.rows.size()) break;
    Pass(book);
  }
  PassEmptyPages(book);
  if (taken == 0) return;
  book.status.set_delivered_count(book.status.delivered_count() + taken);
  book.changed = true;
}

void StreamingListCall::ReportSources(StreamPage& page) {
  for (Book& book : books_) {
    if (!page.last && !book.changed) continue;
    *page.response->add_sources() = book.status;
    book.changed = false;
  }
}

// What a token behind this page must hold. A source that failed stays in it, so that resuming tries
// it again.
void StreamingListCall::AddPosition(StreamPage& page) const {
  auto position = std::make_unique<internal::v1::PageTokenState>();
  if (remaining_ != kUnlimited) position->set_remaining_limit(remaining_);
  for (const Book& book : books_) {
    const v1::SourceState state = book.status.state();
    if (state == v1::SOURCE_STATE_READING || state == v1::SOURCE_STATE_FAILED) {
      auto* source = position->add_sources();
      source->set_connection(book.planned.connection->id);
      source->set_cursor(book.position.cursor);
      source->set_passed(book.position.passed);
      source->set_anchor(book.position.anchor);
      *source->mutable_notes() = book.status.notes();
    } else if (state == v1::SOURCE_STATE_PARTIAL) {
      auto* ended = position->add_ended();
      ended->set_connection(book.planned.connection->id);
      ended->set_state(state);
      *ended->mutable_notes() = book.status.notes();
    }
  }
  const bool resumable = position->sources_size() > 0 && remaining_ > 0;
  if (!page.last || resumable) page.position = std::move(position);
}

bool StreamingListCall::AllEnded() const {
  return std::all_of(books_.begin(), books_.end(),
                     [](const Book& book) { return IsFinal(book.status.state()); });
}

int64_t StreamingListCall::Wanted() const {
  return std::min<int64_t>(request_.page_size, remaining_);
}

// Hands each source to its own loop, where it is destroyed and with it its vendor calls.
void StreamingListCall::StopSources() {
  for (Book& book : books_) {
    if (book.source == nullptr) continue;
    EventLoop* loop = book.planned.connection->loop;
    loop->Post([connection = book.planned.connection, source = std::move(book.source)]() mutable {
      source.reset();  // while its connection still stands
    });
  }
}

}  // namespace bookings
