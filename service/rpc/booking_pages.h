// The pages of a ListBookings stream: the engine's, with their tokens.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "service/engine/engine.h"
#include "service/rpc/page_stream.h"

namespace bookings {

// Thread-safe.
class BookingPages final : public PageSource<v1::ListBookingsResponse>,
                           public std::enable_shared_from_this<BookingPages> {
 public:
  // Makes the token of a page that is not the last.
  using Seal = absl::AnyInvocable<absl::StatusOr<std::string>(internal::v1::PageTokenState) const>;

  BookingPages(std::shared_ptr<ListCall> call, Seal seal)
      : call_(std::move(call)), seal_(std::move(seal)) {}

  void Next(Arrived arrived) override;
  void Cancel() override { call_->Cancel(); }

 private:
  absl::StatusOr<ServedPage<v1::ListBookingsResponse>> Serve(absl::StatusOr<StreamPage> page) const;

  const std::shared_ptr<ListCall> call_;
  const Seal seal_;
};

}  // namespace bookings
