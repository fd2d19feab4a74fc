// One ListBookings call over any number of sources: gathers their pages, cuts them into the
// caller's pages and keeps the books on every source. Unordered: bookings go out as the sources
// deliver them.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "service/engine/engine.h"
#include "service/engine/source.h"

namespace bookings {

// One source with its plan, as Engine::List prepares it.
struct PlannedSource {
  std::shared_ptr<Connection> connection;
  ListPlan plan;
  std::vector<std::string> unreported;
  SourceStart start;
  std::vector<v1::SourceNote> notes;
  // A source that an earlier call has ended already (COMPLETE, PARTIAL): it is reported, not read.
  std::optional<v1::SourceState> ended;
};

// All of it lives on one loop, that of its first connection; the sources live on the loops of
// theirs.
class StreamingListCall : public ListCall, public std::enable_shared_from_this<StreamingListCall> {
 public:
  StreamingListCall(ListRequest request, std::vector<PlannedSource> sources, EngineOptions options);
  ~StreamingListCall() override;

  void Next(Arrived arrived) override;
  void Cancel() override;

 private:
  // One source's books. `passed` rows of the page at `cursor`, the last of them `anchor`, have been
  // delivered or filtered out.
  struct Book {
    PlannedSource planned;
    std::unique_ptr<Source> source;  // used and destroyed on its own loop
    std::deque<SourcePage> pages;    // read, not yet passed
    size_t next_row = 0;             // of pages.front()
    bool reading = true;             // more pages are to come
    int owed = 0;                    // pages that the source may read once a page is asked for
    bool partial = false;
    SourceStart position;
    absl::Status failure;
    v1::SourceStatus status;
    bool changed = true;
  };

  void StartSources();
  std::unique_ptr<Source> MakeSource(size_t index, Book& book);
  void OnSourcePage(size_t index, absl::StatusOr<SourcePage> page);
  void TakePage(Book& book, SourcePage page);
  void TakeFailure(Book& book, const absl::Status& failure);
  void Settle(Book& book);
  void PassEmptyPages(Book& book);
  void Pass(Book& book);
  void GrantOwed(Book& book);

  void Answer();
  bool MustAnswer() const;
  void AnswerWith(absl::StatusOr<StreamPage> page);
  void Gather();
  void CompletePage();
  void TakeRowsOf(Book& book, StreamPage& page, int wanted);
  void ReportSources(StreamPage& page);
  void AddPosition(StreamPage& page) const;
  bool AllEnded() const;
  int64_t Wanted() const;
  void StopSources();

  ListRequest request_;
  const EngineOptions options_;
  EventLoop* const home_;
  std::vector<Book> books_;
  int64_t remaining_;  // of the limit; kUnlimited where there is none
  bool started_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
  bool progressed_ = false;  // since the last page
  size_t turn_ = 0;          // the source whose rows come first next time
  absl::Status fatal_;
  Arrived arrived_;  // set while a page is asked for
  StreamPage page_;  // the one that is asked for, as far as it is gathered
  std::unique_ptr<Timer> patience_;
  bool impatient_ = false;
};

}  // namespace bookings
