// For senders that know at once that a request fails.
#pragma once

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// An exchange that fails on the loop's next turn, never from within the call.
std::unique_ptr<Exchange> FailSoon(EventLoop& loop, absl::Status failure, Sender::Done done);

// DEADLINE_EXCEEDED; `during` says what the time ran out on, such as "waiting for a free slot".
absl::Status DeadlineExceeded(std::string_view during);

// The failure, of a request of which no byte has left.
absl::Status Unsent(const absl::Status& failure);

}  // namespace bookings
