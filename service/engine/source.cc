// See source.h.
#include "service/engine/source.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/civil.h"
#include "connectors/api/names.h"
#include "connectors/api/time.h"

namespace bookings {
namespace {

// Rows shift between neighbouring pages when bookings are made meanwhile: repeats lie at most a few
// pages apart.
constexpr size_t kRememberedIds = 2'048;
// A vendor that hands out a cursor a second time is going in a circle; circles are short.
constexpr size_t kRememberedCursors = 256;

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

absl::Status Breach(const Connection& connection, std::string_view what) {
  return ResponseInvalid(std::string("the ")
                             .append(connection.connector->vendor())
                             .append(" connector breaks its contract: ")
                             .append(what));
}

}  // namespace

Source::Source(const Connection& connection, ListPlan plan, CallContext context, SourceStart start,
               int details_in_flight, Deliver deliver)
    : connection_(connection),
      plan_(std::move(plan)),
      context_(std::move(context)),
      matcher_(plan_.query.filter),
      early_matcher_(WithoutDetailFields(plan_.query.filter, connection.connector->capabilities())),
      details_decide_(NeedsDetails(plan_.query.filter, connection.connector->capabilities())),
      resumes_exactly_(connection.connector->capabilities().resume() == v1::RESUME_SUPPORT_EXACT),
      details_in_flight_(details_in_flight),
      name_prefix_(BookingName(connection.id, "")),
      deliver_(std::move(deliver)),
      start_(std::move(start)),
      cursor_(start_.cursor),
      recent_ids_(kRememberedIds),
      recent_cursors_(kRememberedCursors) {}

void Source::Grant(int pages) {
  credit_ += pages;
  ReadOn();
}

void Source::ReadOn() {
  if (busy_ || credit_ == 0 || !cursor_) return;
  busy_ = true;
  --credit_;
  if (plan_.details == DetailCalls::kShared && !shared_details_) return FetchShared();
  FetchPage();
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
        FetchPage();
      });
}

void Source::FetchPage() {
  page_drive_ =
      std::make_unique<Drive<Page>>(connection_.connector->ListPage(plan_, *cursor_), connection_,
                                    context_, [this](absl::StatusOr<Page> page) {
                                      if (!page.ok()) return Fail(page.status());
                                      OnPage(*std::move(page));
                                    });
}

void Source::OnPage(Page page) {
  const absl::Status checked = Check(page);
  if (!checked.ok()) return Fail(checked);
  current_.cursor = *cursor_;
  if (start_.passed > 0) FindAnchor(page);
  Select(page);
  if (plan_.details == DetailCalls::kPerBooking) return FetchDetails();
  Complete();
}

// The structural rules that no connector may break, whatever its vendor sends.
absl::Status Source::Check(const Page& page) {
  for (const v1::Booking* booking : page.bookings) {
    if (booking->vendor_id().empty() || !booking->name().starts_with(name_prefix_)) {
      return Breach(connection_, "a booking of another connection or without an id");
    }
  }
  if (!page.next_cursor) return absl::OkStatus();
  if (page.next_cursor->size() > kMaxCursorBytes) return Breach(connection_, "an oversized cursor");
  recent_cursors_.Insert(*cursor_);
  if (!recent_cursors_.Insert(*page.next_cursor)) {
    return ResponseInvalid("the vendor's pages go in a circle: a cursor came a second time");
  }
  return absl::OkStatus();
}

// Looks on the first page of a resumed source for the row behind which to go on. Where it is gone,
// the source is read again from its start, and says so.
void Source::FindAnchor(const Page& page) {
  const auto is_anchor = [this](const v1::Booking* row) {
    return row->vendor_id() == start_.anchor;
  };
  const auto found = std::find_if(page.bookings.begin(), page.bookings.end(), is_anchor);
  const int behind = static_cast<int>(found - page.bookings.begin()) + 1;
  if (found != page.bookings.end() && (resumes_exactly_ || behind <= start_.passed)) {
    start_.passed = behind;
    return;
  }
  start_.passed = 0;
  current_.notes.push_back(v1::SOURCE_NOTE_REPLAYED);
  // A row that moved back may have let others pass it unseen: its page is delivered again. One that
  // is gone may have taken the page's place with it: all is read again.
  const bool gone = found == page.bookings.end();
  if (gone && !current_.cursor.empty()) current_.notes.push_back(v1::SOURCE_NOTE_RESCANNED);
}

void Source::Select(Page& page) {
  const bool rescan = std::find(current_.notes.begin(), current_.notes.end(),
                                v1::SOURCE_NOTE_RESCANNED) != current_.notes.end();
  if (rescan) {
    // Nothing of this page goes out: it comes again in its turn.
    recent_cursors_ = RecentTexts(kRememberedCursors);
    cursor_ = "";
    start_ = SourceStart();
    current_.next_cursor = "";
    return;
  }
  current_.vendor_rows = static_cast<int>(page.bookings.size());
  if (!page.bookings.empty()) current_.last_vendor_id = page.bookings.back()->vendor_id();
  for (int i = 0; i < current_.vendor_rows; ++i) {
    v1::Booking* booking = page.bookings[static_cast<size_t>(i)];
    if (!resumes_exactly_ && !recent_ids_.Insert(booking->vendor_id())) continue;
    if (i < start_.passed) continue;
    CheckTimes(booking);
    if (shared_details_) MergeDetails(*shared_details_, plan_.query.view, booking);
    if (!early_matcher_.Matches(*booking)) {
      ++current_.filtered;
      continue;
    }
    current_.rows.push_back({booking, i + 1});
  }
  start_ = SourceStart();
  current_.arena = std::move(page.arena);
  current_.dropped = page.dropped;
  current_.vendor_total = page.vendor_total;
  current_.notes.insert(current_.notes.end(), page.notes.begin(), page.notes.end());
  current_.next_cursor = std::move(page.next_cursor);
  if (!resumes_exactly_ && page.vendor_total) {
    if (first_total_.value_or(*page.vendor_total) != *page.vendor_total) {
      current_.notes.push_back(v1::SOURCE_NOTE_CHANGED_WHILE_READ);
    }
    first_total_ = page.vendor_total;
  }
}

void Source::FetchDetails() {
  std::vector<v1::Booking*> bookings;
  bookings.reserve(current_.rows.size());
  for (const SourceRow& row : current_.rows) bookings.push_back(row.booking);
  const DetailsOptions options{details_decide_ ? MissingDetails::kFail : MissingDetails::kNote,
                               plan_.query.view, details_in_flight_};
  details_run_ = std::make_unique<DetailsRun>(
      std::move(bookings), connection_, context_, options,
      [this](DetailsOutcome outcome) { OnDetails(std::move(outcome)); });
}

void Source::OnDetails(DetailsOutcome outcome) {
  details_run_.reset();
  if (!outcome.status.ok()) return Fail(outcome.status);
  if (outcome.missing > 0) current_.notes.push_back(v1::SOURCE_NOTE_DETAILS_MISSING);
  const size_t before = current_.rows.size();
  std::erase_if(current_.rows,
                [this](const SourceRow& row) { return !matcher_.Matches(*row.booking); });
  current_.filtered += static_cast<int>(before - current_.rows.size());
  Complete();
}

// A page of which little is left is moved to an arena of its own, so that what was left out does
// not stay in memory.
void Source::Compact() {
  if (current_.rows.size() * 2 >= static_cast<size_t>(current_.vendor_rows)) return;
  auto arena = std::make_shared<google::protobuf::Arena>();
  for (SourceRow& row : current_.rows) {
    auto* copy = google::protobuf::Arena::CreateMessage<v1::Booking>(arena.get());
    *copy = *row.booking;
    row.booking = copy;
  }
  current_.arena = std::move(arena);
}

void Source::Complete() {
  Compact();
  page_drive_.reset();
  shared_drive_.reset();
  cursor_ = current_.next_cursor;
  SourcePage page = std::exchange(current_, SourcePage());
  busy_ = false;
  deliver_(std::move(page));
  ReadOn();
}

void Source::Fail(const absl::Status& status) {
  cursor_.reset();
  page_drive_.reset();
  shared_drive_.reset();
  details_run_.reset();
  deliver_(status);
}

}  // namespace bookings
