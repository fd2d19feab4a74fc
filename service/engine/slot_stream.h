// One ListSlots call: reads the windows of a connector's plan, several at a time, and cuts what
// they hold into the caller's pages, in order. Which slots are wanted is slot_match.h.
#pragma once

#include <memory>

#include "service/engine/connection.h"
#include "service/engine/slot_call.h"

namespace bookings {

// Vendor pages of one window: a day of a large venue is a few; more is a vendor that goes on
// forever.
inline constexpr int kMaxPagesPerWindow = 200;

class SlotStream;

// Nothing is sent before the first page is asked for. While none is asked for, only the windows
// that were begun are read to their end. One window that fails fails the stream.
//
// Order across windows rests on SlotPlan::windows being in order of their starts: a slot that comes
// behind later ones fails the stream with VENDOR_RESPONSE_INVALID, one that comes again is dropped.
class SlotStreamCall final : public SlotCall {
 public:
  // At most `windows_in_flight` windows are begun and not yet taken over into pages: with a page of
  // slots, what the stream holds in memory. At least 1.
  SlotStreamCall(SlotRequest request, std::shared_ptr<Connection> connection,
                 int windows_in_flight);
  // Cancels.
  ~SlotStreamCall() override;
  SlotStreamCall(const SlotStreamCall&) = delete;
  SlotStreamCall& operator=(const SlotStreamCall&) = delete;

  void Next(Arrived arrived) override;
  void Cancel() override;

 private:
  EventLoop& loop_;
  const std::shared_ptr<SlotStream> stream_;  // used and emptied on the loop
};

}  // namespace bookings
