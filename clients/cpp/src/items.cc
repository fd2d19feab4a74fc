// See items.h and bookings/client/lists.h.
#include "src/items.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "src/pages.h"

namespace bookings::client::internal {
namespace {

// Pages, with what they tell of the list as a whole.
template <typename Request, typename Page>
class PageSource : public ItemSource<Page> {
 public:
  explicit PageSource(Pages<Request, Page> pages) : pages_(std::move(pages)) {
    progress_.page_token = pages_.page_token();
  }

  std::optional<Result<Page>> Next() override {
    std::optional<Result<Page>> next = pages_.Next();
    progress_.page_token = pages_.page_token();
    if (!next) return End();
    if (next->ok()) {
      complete_ = (*next)->complete();
      Note(**next);
    } else {
      complete_ = false;
      judged_ = true;
    }
    return next;
  }

  const ListProgress& progress() const override { return progress_; }

 protected:
  // What a page tells besides its items.
  virtual void Note(const Page& /*page*/) {}
  // What is still to be said behind the last page, once.
  virtual std::optional<Error> Verdict() { return std::nullopt; }

  ListProgress progress_;

 private:
  std::optional<Result<Page>> End() {
    progress_.complete = complete_;
    if (std::exchange(judged_, true)) return std::nullopt;
    std::optional<Error> verdict = Verdict();
    if (!verdict) return std::nullopt;
    return *std::move(verdict);
  }

  Pages<Request, Page> pages_;
  // What the last page says.
  bool complete_ = false;
  bool judged_ = false;
};

Error SourcesFailed(std::vector<v1::SourceStatus> failed, const std::string& page_token) {
  std::string message = "the list lacks bookings of";
  const char* comma = " ";
  for (const v1::SourceStatus& source : failed) {
    absl::StrAppend(&message, std::exchange(comma, ", "), source.connection(), " (",
                    source.error().message(), ")");
  }
  return {.code = absl::StatusCode::kUnavailable,
          .message = std::move(message),
          .reason = Reason::kSourcesFailed,
          .page_token = page_token,
          .failed_sources = std::move(failed)};
}

class BookingPageSource final
    : public PageSource<v1::ListBookingsRequest, v1::ListBookingsResponse> {
 public:
  BookingPageSource(Pages<v1::ListBookingsRequest, v1::ListBookingsResponse> pages,
                    const CallOptions& options)
      : PageSource(std::move(pages)), allow_failed_sources_(options.allow_failed_sources) {}

 private:
  void Note(const v1::ListBookingsResponse& page) override {
    for (const v1::SourceStatus& source : page.sources()) {
      progress_.sources[source.connection()] = source;
    }
  }

  std::optional<Error> Verdict() override {
    std::vector<v1::SourceStatus> failed = FailedOf(progress_.sources);
    if (failed.empty() || allow_failed_sources_) return std::nullopt;
    return SourcesFailed(std::move(failed), progress_.page_token);
  }

  bool allow_failed_sources_;
};

auto* ItemsOf(v1::ListBookingsResponse& page) { return page.mutable_bookings(); }
auto* ItemsOf(v1::ListSlotsResponse& page) { return page.mutable_slots(); }

// What stands on pages, one by one.
template <typename Item, typename Page>
class Items final : public ItemSource<Item> {
 public:
  explicit Items(std::unique_ptr<ItemSource<Page>> pages) : pages_(std::move(pages)) {}

  std::optional<Result<Item>> Next() override {
    while (at_ == ItemsOf(page_)->size()) {
      std::optional<Result<Page>> next = pages_->Next();
      if (!next) return std::nullopt;
      if (!next->ok()) return std::move(*next).error();
      page_ = *std::move(*next);
      at_ = 0;
    }
    return std::move(*ItemsOf(page_)->Mutable(at_++));
  }

  const ListProgress& progress() const override { return pages_->progress(); }

 private:
  std::unique_ptr<ItemSource<Page>> pages_;
  Page page_;
  // Of the page's items, the next one.
  int at_ = 0;
};

}  // namespace

std::vector<v1::SourceStatus> FailedOf(const std::map<std::string, v1::SourceStatus>& sources) {
  std::vector<v1::SourceStatus> failed;
  for (const auto& [name, source] : sources) {
    if (source.state() == v1::SOURCE_STATE_FAILED) failed.push_back(source);
  }
  return failed;
}

std::unique_ptr<ItemSource<v1::ListBookingsResponse>> ReadBookingPages(
    std::shared_ptr<const Link> link, v1::ListBookingsRequest request, const CallOptions& options) {
  return std::make_unique<BookingPageSource>(
      Pages(std::move(link), &v1::BookingService::StubInterface::ListBookings, std::move(request),
            options),
      options);
}

std::unique_ptr<ItemSource<v1::ListSlotsResponse>> ReadSlotPages(std::shared_ptr<const Link> link,
                                                                 v1::ListSlotsRequest request,
                                                                 const CallOptions& options) {
  return std::make_unique<PageSource<v1::ListSlotsRequest, v1::ListSlotsResponse>>(Pages(
      std::move(link), &v1::BookingService::StubInterface::ListSlots, std::move(request), options));
}

std::unique_ptr<ItemSource<v1::Booking>> ReadBookings(std::shared_ptr<const Link> link,
                                                      v1::ListBookingsRequest request,
                                                      const CallOptions& options) {
  return std::make_unique<Items<v1::Booking, v1::ListBookingsResponse>>(
      ReadBookingPages(std::move(link), std::move(request), options));
}

std::unique_ptr<ItemSource<v1::Slot>> ReadSlots(std::shared_ptr<const Link> link,
                                                v1::ListSlotsRequest request,
                                                const CallOptions& options) {
  return std::make_unique<Items<v1::Slot, v1::ListSlotsResponse>>(
      ReadSlotPages(std::move(link), std::move(request), options));
}

}  // namespace bookings::client::internal
