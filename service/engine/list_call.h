// One ListBookings call over any number of sources: gathers their bookings into the caller's pages.
// Ordered lists merge the sources, each sorted by its book; others take bookings as they come.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "service/engine/engine.h"
#include "service/engine/source.h"
#include "service/engine/source_book.h"

namespace bookings {

// All of it lives on one loop, that of its first connection; the sources live on the loops of
// theirs.
class StreamingListCall : public ListCall, public std::enable_shared_from_this<StreamingListCall> {
 public:
  StreamingListCall(ListRequest request, std::vector<PlannedSource> sources, EngineOptions options);
  ~StreamingListCall() override;

  void Next(Arrived arrived) override;
  void Cancel() override;

 private:
  struct Entry {
    SourceBook book;
    std::unique_ptr<Source> source = nullptr;  // used and destroyed on its own loop
    // The vendor page whose bookings were taken last, kept alive by the page being gathered.
    const google::protobuf::Arena* kept = nullptr;
  };

  void StartSources();
  std::unique_ptr<Source> MakeSource(size_t index);
  void OnSourcePage(size_t index, absl::StatusOr<SourcePage> page);
  void CheckFailure(const SourceBook& book);
  void GrantPages(bool reader_waits);
  void CheckMemory(SourceBook& book);
  size_t HeldBytes() const;

  void Answer();
  bool MustAnswer() const;
  void AnswerWith(absl::StatusOr<StreamPage> page);
  void Gather();
  void GatherInTurn();
  void GatherInOrder();
  void TakeFrom(Entry& entry, const SourceBook* until);
  void CompletePage();
  void ReportSources();
  void AddPosition();
  std::unique_ptr<internal::v1::PageTokenState> Remainder(const SourceBook& book) const;
  internal::v1::SourcePosition PositionOf(const SourceBook& book) const;
  bool StandsAtLast(const SourceBook& book) const;
  bool IsOrdered() const { return IsSorted(request_.order); }
  bool AllEnded() const;
  int64_t Wanted() const;
  bool IsFull() const;
  void StopSources();

  ListRequest request_;
  const EngineOptions options_;
  EventLoop* const home_;
  std::vector<Entry> entries_;
  int64_t remaining_;  // of the limit; kUnlimited where there is none
  bool started_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
  bool progressed_ = false;  // since the last page
  bool first_ = true;        // no page has been answered yet
  size_t turn_ = 0;          // the source whose rows come first next time
  // Ordered lists: the last booking that was delivered.
  std::optional<OrderKey> last_;
  bool merged_any_ = false;  // it was delivered by this call
  absl::Status fatal_;
  Arrived arrived_;  // set while a page is asked for
  StreamPage page_;  // the one that is asked for, as far as it is gathered
  std::unique_ptr<Timer> patience_;
  bool impatient_ = false;
};

}  // namespace bookings
