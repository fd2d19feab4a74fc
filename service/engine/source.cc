// See source.h.
#include "service/engine/source.h"

#include <algorithm>
#include <utility>

#include "connectors/api/civil.h"
#include "connectors/api/failure.h"
#include "connectors/api/names.h"
#include "service/engine/cursor_reader.h"
#include "service/engine/numbered_reader.h"

namespace bookings {
namespace {

// Windows of a vendor's data overlap: repeats lie at most a few pages apart.
constexpr size_t kRememberedIds = 2'048;

constexpr int64_t kMinSeconds = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kMaxSeconds = 253'402'300'799;  // 9999-12-31T23:59:59Z

bool IsValid(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kMinSeconds && time.seconds() <= kMaxSeconds && time.nanos() >= 0 &&
         time.nanos() < 1'000'000'000;
}

// Clears instants that no Timestamp may hold: peers could not read the message.
void CheckTimes(v1::Booking* booking) {
  const bool start_ok = !booking->has_start_time() || IsValid(booking->start_time());
  const bool end_ok = !booking->has_end_time() || IsValid(booking->end_time());
  const bool create_ok = !booking->has_create_time() || IsValid(booking->create_time());
  const bool update_ok = !booking->has_update_time() || IsValid(booking->update_time());
  if (start_ok && end_ok && create_ok && update_ok) return;
  if (!start_ok) booking->clear_start_time();
  if (!end_ok) booking->clear_end_time();
  if (!create_ok) booking->clear_create_time();
  if (!update_ok) booking->clear_update_time();
  AddNote(v1::MAPPING_NOTE_ITEM_PARTLY_UNREADABLE, booking);
}

// Whether the filter cannot be decided without the customers, whom shared details tell.
bool AsksForCustomers(const v1::BookingFilter& filter) {
  return filter.customer_emails_size() > 0 || filter.customer_ids_size() > 0;
}

// Rows before the key are passed; where its time is unknown, rows of unknown time may stand
// anywhere, so that all are read.
RowPosition RowsBehind(const SourceStart& start, const ListPlan& plan, v1::OrderBy order) {
  RowPosition rows;
  const bool everything = plan.starts_at_resume || start.holds_unknown_times || start.order_broken;
  if (everything || (start.key && !start.key->time)) return rows;
  const bool keyed = IsSorted(order);
  if (keyed && order != plan.vendor_order) return rows;
  rows.row = start.row;
  if (!start.key) {
    rows.id = start.anchor;
    rows.etag = start.anchor_etag;
    return rows;
  }
  rows.time = start.key->time;
  if (const auto booking = ParseBookingName(start.key->name)) rows.id = booking->vendor_id;
  return rows;
}

std::unique_ptr<PageReader> MakeReader(ReaderParts parts, const SourceStart& start,
                                       const SourceOptions& options, PageReader::Deliver deliver) {
  if (parts.plan->numbered) {
    return std::make_unique<NumberedReader>(parts, RowsBehind(start, *parts.plan, options.order),
                                            options.pages_in_flight, std::move(deliver));
  }
  return std::make_unique<CursorReader>(parts, CursorPosition{start.cursor, start.passed_ids},
                                        std::move(deliver));
}

}  // namespace

Source::Source(const Connection& connection, ListPlan plan, CallContext context,
               const SourceStart& start, SourceOptions options, Deliver deliver)
    : connection_(connection),
      plan_(std::move(plan)),
      context_(std::move(context)),
      matcher_(plan_.query.filter),
      early_matcher_(WithoutDetailFields(plan_.query.filter, connection.connector->capabilities())),
      details_decide_(NeedsDetails(plan_.query.filter, connection.connector->capabilities())),
      resumes_exactly_(connection.connector->capabilities().resume() == v1::RESUME_SUPPORT_EXACT),
      options_(options),
      name_prefix_(BookingName(connection.id, "")),
      deliver_(std::move(deliver)),
      reader_(MakeReader({&connection_, &plan_, &context_}, start, options_,
                         [this](absl::StatusOr<ReadPage> read) { OnRead(std::move(read)); })),
      recent_ids_(kRememberedIds) {}

void Source::Grant(int pages) {
  if (over_) return;
  const bool details_first = plan_.details == DetailCalls::kShared && !shared_details_;
  if (!details_first) return reader_->Grant(pages);
  waiting_grants_ += pages;
  if (shared_drive_ == nullptr) FetchShared();
}

void Source::FetchShared() {
  shared_drive_ = std::make_unique<Drive<v1::Booking>>(
      connection_.connector->FetchSharedDetails(), connection_, context_,
      [this](absl::StatusOr<v1::Booking> details) {
        if (details.ok()) {
          shared_details_ = *std::move(details);
        } else if (AsksForCustomers(plan_.query.filter) || !IsMissingDetail(details.status())) {
          return Fail(details.status());
        } else {
          current_.notes.push_back(v1::SOURCE_NOTE_DETAILS_MISSING);
          shared_details_.emplace().add_mapping_notes(v1::MAPPING_NOTE_DETAILS_UNAVAILABLE);
        }
        reader_->Grant(std::exchange(waiting_grants_, 0));
      });
}

void Source::OnRead(absl::StatusOr<ReadPage> read) {
  if (over_) return;
  pages_.push_back(std::move(read));
  WorkOn();
}

void Source::WorkOn() {
  while (!busy_ && !over_ && !pages_.empty()) {
    absl::StatusOr<ReadPage> read = std::move(pages_.front());
    pages_.pop_front();
    const absl::Status failure = read.ok() ? Check(read->page) : read.status();
    if (!failure.ok()) return Fail(failure);
    connection_.meter->OnPage(read->page);
    busy_ = true;
    WatchOrder(*read);
    WatchTotal(read->page);
    Describe(*read);
    Select(read->page);
    if (plan_.details == DetailCalls::kPerBooking) return FetchDetails();
    Complete();
  }
}

// The structural rules that no connector may break, whatever its vendor sends.
absl::Status Source::Check(const Page& page) const {
  for (const v1::Booking* booking : page.bookings) {
    if (booking->vendor_id().empty() || !booking->name().starts_with(name_prefix_)) {
      return ConnectorBreach(connection_, "a booking of another connection or without an id");
    }
  }
  return absl::OkStatus();
}

void Source::WatchOrder(const ReadPage& read) {
  const v1::OrderBy order = plan_.vendor_order;
  if (!IsSorted(order)) return;
  const PageTimes times = TimesOf(read.page, order);
  const bool steps_back = rest_from_ && TimePrecedes(times.first, rest_from_, order);
  order_broken_ = order_broken_ || read.order_broken || steps_back || !times.in_order;
  if (times.last && (!rest_from_ || TimePrecedes(rest_from_, times.last, order))) {
    rest_from_ = times.last;
  }
}

void Source::WatchTotal(const Page& page) {
  if (resumes_exactly_ || !page.vendor_total) return;
  if (first_total_.value_or(*page.vendor_total) != *page.vendor_total) {
    current_.notes.push_back(v1::SOURCE_NOTE_CHANGED_WHILE_READ);
  }
  first_total_ = page.vendor_total;
}

void Source::Describe(ReadPage& read) {
  const bool in_order = IsSorted(plan_.vendor_order) && !order_broken_;
  const bool past_range =
      in_order && rest_from_ && IsPastRange(*rest_from_, plan_.query.filter, plan_.vendor_order);
  current_.cursor = std::move(read.cursor);
  current_.first_row = read.first_row;
  current_.passed_before = std::move(read.passed_before);
  current_.passed_behind = std::move(read.passed_behind);
  current_.passed = read.first_row + read.vendor_rows;
  current_.last_vendor_id = std::move(read.last_id);
  current_.last_etag = std::move(read.last_etag);
  current_.more = read.more && !past_range;
  current_.next_cursor = std::move(read.page.next_cursor);
  if (!current_.more) current_.next_cursor.reset();
  if (options_.order == plan_.vendor_order) {
    if (in_order) current_.rest_from = rest_from_;
    current_.order_broken = order_broken_;
  } else {
    current_.rest_from = read.page.rest_from;
  }
  current_.arena = std::move(read.page.arena);
  current_.dropped = read.page.dropped;
  current_.vendor_total = read.page.vendor_total;
  current_.notes.insert(current_.notes.end(), read.page.notes.begin(), read.page.notes.end());
}

void Source::Select(Page& page) {
  current_rows_ = static_cast<int>(page.bookings.size());
  current_.rows.reserve(page.bookings.size());
  int64_t passed = current_.passed - current_rows_;
  for (v1::Booking* booking : page.bookings) {
    ++passed;
    if (CameBefore(*booking)) continue;
    CheckTimes(booking);
    if (shared_details_) MergeDetails(*shared_details_, plan_.query.view, booking);
    if (!early_matcher_.Matches(*booking)) {
      ++current_.filtered;
      continue;
    }
    current_.rows.push_back({booking, passed, std::nullopt});
  }
}

// Pages of vendors that have no exact position overlap. Readers by numbers see to that themselves.
bool Source::CameBefore(const v1::Booking& booking) {
  return !plan_.numbered && !resumes_exactly_ && !recent_ids_.Insert(booking.vendor_id());
}

void Source::FetchDetails() {
  std::vector<v1::Booking*> bookings;
  bookings.reserve(current_.rows.size());
  for (const SourceRow& row : current_.rows) bookings.push_back(row.booking);
  const DetailsOptions options{details_decide_ ? MissingDetails::kFail : MissingDetails::kNote,
                               plan_.query.view, options_.details_in_flight};
  details_run_ =
      std::make_unique<DetailsRun>(std::move(bookings), connection_, context_, options,
                                   [this](const DetailsOutcome& outcome) { OnDetails(outcome); });
}

void Source::OnDetails(const DetailsOutcome& outcome) {
  details_run_.reset();
  if (!outcome.status.ok()) return Fail(outcome.status);
  if (outcome.missing > 0) current_.notes.push_back(v1::SOURCE_NOTE_DETAILS_MISSING);
  const size_t before = current_.rows.size();
  std::erase_if(current_.rows,
                [this](const SourceRow& row) { return !matcher_.Matches(*row.booking); });
  current_.filtered += static_cast<int>(before - current_.rows.size());
  Complete();
  WorkOn();
}

// A page of which little is left is moved to an arena of its own, so that what was left out does
// not stay in memory.
void Source::Compact() {
  if (current_.rows.size() * 2 >= static_cast<size_t>(current_rows_)) return;
  auto arena = std::make_shared<google::protobuf::Arena>();
  for (SourceRow& row : current_.rows) {
    auto* copy = google::protobuf::Arena::CreateMessage<v1::Booking>(arena.get());
    *copy = *row.booking;
    row.booking = copy;
  }
  current_.arena = std::move(arena);
}

void Source::TellTimes() {
  if (!IsSorted(options_.order)) return;
  for (SourceRow& row : current_.rows) row.time = OrderTimeOf(*row.booking, options_.order);
}

void Source::Complete() {
  Compact();
  TellTimes();
  current_.bytes = current_.arena->SpaceAllocated();
  SourcePage page = std::exchange(current_, SourcePage());
  busy_ = false;
  if (!page.more) End();
  deliver_(std::move(page));
}

void Source::Fail(const absl::Status& status) {
  End();
  deliver_(status);
}

// What is still under way is stopped soon: this may be called from within it.
void Source::End() {
  over_ = true;
  pages_.clear();
  stop_ = connection_.loop->CallAt(connection_.loop->Now(), [this] {
    details_run_.reset();
    shared_drive_.reset();
    reader_.reset();
  });
}

}  // namespace bookings
