// The pages of a ListSlots stream: the engine's slots, with the tokens of slots and pages.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/engine/slot_call.h"
#include "service/rpc/page_stream.h"
#include "service/rpc/page_token.h"
#include "service/rpc/slot_token.h"

namespace bookings {

struct SlotPagesOptions {
  // Both outlive the pages.
  const PageTokens* page_tokens = nullptr;
  const SlotTokens* slot_tokens = nullptr;
  TokenBinding binding;
  Clock now;
};

// Thread-safe.
class SlotPages final : public PageSource<v1::ListSlotsResponse>,
                        public std::enable_shared_from_this<SlotPages> {
 public:
  SlotPages(std::shared_ptr<SlotCall> call, SlotPagesOptions options)
      : call_(std::move(call)), options_(std::move(options)) {}

  void Next(Arrived arrived) override;
  // Slots are few: they are kept.
  bool Rest(const v1::ListSlotsResponse&) override { return false; }
  void Cancel() override { call_->Cancel(); }

 private:
  using Page = ServedPage<v1::ListSlotsResponse>;

  absl::StatusOr<Page> Serve(absl::StatusOr<SlotStreamPage> page) const;
  absl::StatusOr<std::string> TokenBehind(const SlotStreamPage& page) const;

  const std::shared_ptr<SlotCall> call_;
  const SlotPagesOptions options_;
};

}  // namespace bookings
