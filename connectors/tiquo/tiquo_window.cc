// See tiquo_window.h.
#include "connectors/tiquo/tiquo_window.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "connectors/api/civil.h"
#include "connectors/api/text.h"
#include "connectors/api/url.h"
#include "connectors/tiquo/tiquo_booking.h"
#include "connectors/tiquo/tiquo_words.h"

namespace bookings::tiquo {
namespace {

// The row's day, if it can be read.
std::optional<absl::CivilDay> DayOfRow(json::Value row) {
  const std::optional<std::string_view> text = row["date"].AsString();
  return text ? ParseDate(*text) : std::nullopt;
}

// Rows of the days around the window belong to other windows. One whose day cannot be read may be
// of this one: it is kept. The engine takes out what comes again soon, but not behind a resumption.
bool IsOf(const Days& window, json::Value row) {
  const std::optional<absl::CivilDay> day = DayOfRow(row);
  return !day || window.Hold(*day);
}

// Whether a row lies outside the days that were asked for: then the vendor's dates mean another day
// than the booking's (that they mean the booking's is an assumption, tiquo.md 4), and no window
// says which rows are its own.
bool HoldsForeignRows(const Days& asked, json::Value rows) {
  for (const json::Value row : json::Elements(rows)) {
    const std::optional<absl::CivilDay> day = DayOfRow(row);
    if (day && !asked.Hold(*day)) return true;
  }
  return false;
}

bool HoldsUndatedRows(json::Value rows) {
  for (const json::Value row : json::Elements(rows)) {
    if (!DayOfRow(row)) return true;
  }
  return false;
}

using Ids = std::set<std::string_view>;

Ids IdsWithin(const Days& window, json::Value rows) {
  Ids ids;
  for (const json::Value row : json::Elements(rows)) {
    const std::optional<absl::CivilDay> day = DayOfRow(row);
    const std::optional<std::string_view> id = row["id"].AsString();
    if (day && id && window.Hold(*day)) ids.insert(*id);
  }
  return ids;
}

// The steps of one window, in reading order.
class WindowRead {
 public:
  WindowRead(Walk walk, Days window, std::optional<size_t> status)
      : walk_(std::move(walk)), window_(window), status_(status) {}

  // Whether the vendor's bounds include their days, and in which zone they lie, is undocumented:
  // a day more on both sides is right in any case.
  Step<Page> Ask() && {
    HttpRequest request = Request({window_.first - 1, window_.last + 1});
    return {std::move(request), [self = std::move(*this)](HttpResponse response) mutable {
              return std::move(self).OnWide(std::move(response));
            }};
  }

 private:
  Step<Page> OnWide(HttpResponse response) && {
    absl::StatusOr<AdminRows> rows = ParseAdminRows(std::move(response));
    if (!rows.ok()) return rows.status();
    if (!rows->full) return Deliver(*rows);
    if (window_.count() > 1) {
      window_ = FirstHalf(window_, walk_.bounds);
      return std::move(*this).Ask();
    }
    wide_ = *std::move(rows);
    HttpRequest request = Request(window_);
    return {std::move(request), [self = std::move(*this)](HttpResponse narrow) mutable {
              return std::move(self).OnNarrow(std::move(narrow));
            }};
  }

  Step<Page> OnNarrow(HttpResponse response) && {
    const absl::StatusOr<AdminRows> rows = ParseAdminRows(std::move(response));
    if (!rows.ok()) return rows.status();
    if (IsWholeDay(*rows)) return Deliver(*rows);
    const bool can_split = !status_ && walk_.SplitBy().size() > 1;
    return can_split ? SplitDay() : DeliverFull(*rows);
  }

  // Equal bounds select the day only if the vendor includes both: the answer must hold what the
  // wide one has of this day.
  bool IsWholeDay(const AdminRows& narrow) const {
    const Ids found = IdsWithin(window_, narrow.rows);
    const Ids wanted = IdsWithin(window_, wide_->rows);
    return !narrow.full && !found.empty() &&
           std::all_of(wanted.begin(), wanted.end(),
                       [&found](std::string_view id) { return found.contains(id); });
  }

  // The rows come again with their status; those that no status of the split would bring are taken
  // now, and there may be more of them.
  Step<Page> SplitDay() const {
    const std::vector<std::string_view> words = walk_.SplitBy();
    Page page;
    for (const json::Value row : json::Elements(wide_->rows)) {
      const std::string_view word = row["status"].AsString().value_or("");
      if (std::find(words.begin(), words.end(), word) == words.end()) Add(row, &page);
    }
    if (!page.bookings.empty()) page.notes.push_back(v1::SOURCE_NOTE_SLICE_FULL);
    if (HoldsUndatedRows(wide_->rows)) TellRepeats(&page);
    return Finish(std::move(page), WalkPosition{window_.first, 1, 0});
  }

  Step<Page> Deliver(const AdminRows& rows) const {
    Page page;
    const bool foreign = HoldsForeignRows({window_.first - 1, window_.last + 1}, rows.rows);
    for (const json::Value row : json::Elements(rows.rows)) {
      if (foreign || IsOf(window_, row)) AddBooking(row, *walk_.settings, walk_.view, &page);
    }
    if (foreign) page.notes.push_back(v1::SOURCE_NOTE_RANGE_NOT_COVERED);
    if (foreign || HoldsUndatedRows(rows.rows)) TellRepeats(&page);
    page = Finish(std::move(page), Next(rows.rows.size()));
    if (foreign) page.rest_from.reset();
    return page;
  }

  // More of a day with one status than the vendor gives: what both answers hold.
  Step<Page> DeliverFull(const AdminRows& narrow) const {
    const Ids taken = IdsWithin(window_, wide_->rows);
    Page page;
    for (const json::Value row : json::Elements(wide_->rows)) Add(row, &page);
    for (const json::Value row : json::Elements(narrow.rows)) {
      if (!taken.contains(row["id"].AsString().value_or(""))) Add(row, &page);
    }
    page.notes.push_back(v1::SOURCE_NOTE_SLICE_FULL);
    if (HoldsUndatedRows(wide_->rows) || HoldsUndatedRows(narrow.rows)) TellRepeats(&page);
    return Finish(std::move(page), Next(narrow.rows.size()));
  }

  void Add(json::Value row, Page* page) const {
    if (IsOf(window_, row)) AddBooking(row, *walk_.settings, walk_.view, page);
  }

  // Of rows that no day claims, which may have come with an earlier window.
  void TellRepeats(Page* page) const {
    const bool first = StartOf(window_, walk_.bounds) == StartOf(walk_.bounds.days, walk_.bounds);
    if (!first && !walk_.sorted) page->notes.push_back(v1::SOURCE_NOTE_REPLAYED);
  }

  WalkPosition Next(size_t rows) const {
    if (status_ && *status_ + 1 < walk_.SplitBy().size()) {
      return {window_.first, 1, *status_ + 1};
    }
    return Behind(window_, walk_.bounds, status_ ? kPageSize : rows);
  }

  Page Finish(Page page, const WalkPosition& next) const {
    // The vendor's order is undocumented: by id, a page that is read again has the same order.
    std::sort(page.bookings.begin(), page.bookings.end(),
              [](const auto* a, const auto* b) { return a->vendor_id() < b->vendor_id(); });
    if (walk_.bounds.days.Hold(next.start)) {
      page.next_cursor = FormatPosition(next);
      if (walk_.by_start) page.rest_from = RestFrom(next, walk_.bounds);
    } else if (walk_.bounds.exceeded) {
      page.notes.push_back(v1::SOURCE_NOTE_RANGE_NOT_COVERED);
    }
    return page;
  }

  HttpRequest Request(const Days& days) const {
    UrlTarget target("/bookings");
    target.Add("limit", std::to_string(kPageSize));
    target.Add("dateFrom", FormatDate(days.first)).Add("dateTo", FormatDate(days.last));
    const std::string words = StatusText();
    if (!words.empty()) target.Add("status", words);
    if (!walk_.search.empty()) target.Add("search", walk_.search);
    return GetRequest(std::move(target).Take(), Purpose::kListBookings);
  }

  std::string StatusText() const {
    if (status_) return std::string(walk_.SplitBy()[*status_]);
    return std::string(absl::StrJoin(
        walk_.words, ",", [](std::string* out, std::string_view word) { out->append(word); }));
  }

  Walk walk_;
  Days window_;
  std::optional<size_t> status_;
  // The answer for this day with the days around it, when it was full.
  std::optional<AdminRows> wide_;
};

}  // namespace

std::vector<std::string_view> Walk::SplitBy() const {
  if (!words.empty()) return words;
  return {SplitWords().begin(), SplitWords().end()};
}

Step<Page> ReadWindow(Walk walk, const WalkPosition& position) {
  const Days window = WindowAt(position, walk.bounds);
  return WindowRead(std::move(walk), window, position.status).Ask();
}

}  // namespace bookings::tiquo
