// The pages of a ListBookings stream: the engine's, with their tokens.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "service/engine/engine.h"
#include "service/rpc/page_stream.h"
#include "service/rpc/source_tally.h"

namespace bookings {

// Thread-safe.
class BookingPages final : public PageSource<v1::ListBookingsResponse>,
                           public std::enable_shared_from_this<BookingPages> {
 public:
  using Position = std::unique_ptr<internal::v1::PageTokenState>;
  // Makes the token of a page that is not the last.
  using Seal = absl::AnyInvocable<absl::StatusOr<std::string>(internal::v1::PageTokenState) const>;
  // Begins the list anew behind a page.
  using Restart = absl::AnyInvocable<absl::StatusOr<std::shared_ptr<ListCall>>(Position) const>;

  BookingPages(std::shared_ptr<ListCall> call, Seal seal, Restart restart)
      : call_(std::move(call)), seal_(std::move(seal)), restart_(std::move(restart)) {}

  void Next(Arrived arrived) override;
  // A list at rest has no call, but begins a new one when its reader reads on.
  bool Rest(const v1::ListBookingsResponse& unwritten) override;
  void Cancel() override;

 private:
  using Page = ServedPage<v1::ListBookingsResponse>;

  absl::StatusOr<std::shared_ptr<ListCall>> Call();
  absl::StatusOr<Page> Serve(absl::StatusOr<StreamPage> page);
  absl::Status SealTokens(StreamPage& page) const;
  void Remember(const StreamPage& page);

  absl::Mutex mutex_;
  std::shared_ptr<ListCall> call_ ABSL_GUARDED_BY(mutex_);  // null at rest
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  const Seal seal_;
  const Restart restart_;
  // Used by one of Next, the page's arrival and Rest at a time.
  SourceTally tally_;
  Position behind_last_;        // null where the list cannot begin anew there
  Position behind_one_before_;  // likewise
};

}  // namespace bookings
