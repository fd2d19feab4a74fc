// Failures that the engine itself makes, and for senders that know at once that a request fails.
#pragma once

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"

namespace bookings {

// An exchange that fails on the loop's next turn, never from within the call.
std::unique_ptr<Exchange> FailSoon(EventLoop& loop, absl::Status failure, Sender::Done done);

// DEADLINE_EXCEEDED; `during` says what the time ran out on, such as "waiting for a free slot".
absl::Status DeadlineExceeded(std::string_view during);

// CANCELLED: whoever asked has gone.
absl::Status Cancelled();

// The failure, of a request of which no byte has left.
absl::Status Unsent(const absl::Status& failure);
// Whether it says so.
bool IsUnsent(const absl::Status& failure);

// Why the gateway itself did not send a request.
enum class HeldBackBy { kRateLimit, kMonthlyQuota, kCircuitBreaker };

// The failure, of a request that was held back: unsent, with metadata `held_back_by` and the delay
// after which trying again makes sense. Retrying at once does not: whoever held it back has waited
// as long as it could.
absl::Status HeldBack(const absl::Status& failure, HeldBackBy by, absl::Duration retry_delay);
bool IsHeldBack(const absl::Status& failure);

}  // namespace bookings
