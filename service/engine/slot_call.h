// The engine's face for slots: a stream of them in order of their start, page by page.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/slots.h"
#include "service/engine/secret.h"

namespace bookings {

// A checked ListSlots request.
struct SlotRequest {
  // Id of an existing connection.
  std::string connection;
  SlotQuery query;
  // Slots per page, 1 to 1000.
  int page_size = 100;
  absl::Time deadline = absl::InfiniteFuture();
  // CallContext::caller.
  std::string caller;
  Secret caller_token;
  // CallContext::trace.
  TraceContext trace;
  // Where to go on: behind the slot of this start and key (SlotStreamPage::last_key); InfinitePast
  // = from the beginning.
  absl::Time resume_start = absl::InfinitePast();
  std::string resume_key;
};

// One page of slots, in order of start and, among equal starts, of key; none twice.
struct SlotStreamPage {
  // observed_time is set, slot_token is not; connections of the references are set.
  std::vector<FoundSlot> slots;
  // Of the last slot: what goes on behind it. Empty where `slots` is.
  absl::Time last_start;
  std::string last_key;
  bool last = false;
};

// A running list of slots. Thread-safe.
class SlotCall {
 public:
  using Arrived = absl::AnyInvocable<void(absl::StatusOr<SlotStreamPage>) &&>;

  virtual ~SlotCall() = default;
  // As ListCall::Next: one page at a time, `arrived` runs exactly once, on another thread.
  virtual void Next(Arrived arrived) = 0;
  // Stops all vendor calls; a page that is asked for arrives as CANCELLED. Idempotent.
  virtual void Cancel() = 0;
};

}  // namespace bookings
