// See limits.h.
#include "service/config/limits.h"

#include <algorithm>
#include <thread>

namespace bookings {
namespace {

// More loops than cores only add switching; more than eight find no work.
constexpr unsigned kMostDefaultLoops = 8;

template <typename T, typename Set>
void Take(Set set, T* limit) {
  if (set > 0) *limit = static_cast<T>(set);
}

}  // namespace

absl::Duration FromProto(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

Limits LimitsOf(const config::v1::GatewayConfig& config) {
  const config::v1::EngineLimits& set = config.limits();
  Limits limits;
  limits.event_loops =
      static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, kMostDefaultLoops));
  Take(set.event_loops(), &limits.event_loops);
  Take(set.max_response_bytes(), &limits.max_response_bytes);
  Take(set.scan_pages(), &limits.scan_pages);
  Take(set.calls_in_flight_per_connection(), &limits.calls_in_flight_per_connection);
  Take(set.sort_window_bookings(), &limits.sort_window_bookings);
  Take(set.stream_bytes(), &limits.stream_bytes);
  Take(set.pages_in_flight(), &limits.pages_in_flight);
  Take(set.max_attempts(), &limits.max_attempts);
  Take(set.streams(), &limits.streams);
  Take(set.streams_per_caller(), &limits.streams_per_caller);
  const config::v1::CircuitBreaker& breaker = set.circuit_breaker();
  Take(breaker.failures(), &limits.breaker_failures);
  if (breaker.off()) limits.breaker_failures = 0;
  const auto take = [](bool has, const google::protobuf::Duration& value, absl::Duration* limit) {
    if (has) *limit = FromProto(value);
  };
  take(set.has_default_stream_deadline(), set.default_stream_deadline(), &limits.stream_deadline);
  take(set.has_default_unary_deadline(), set.default_unary_deadline(), &limits.unary_deadline);
  take(set.has_attempt_timeout(), set.attempt_timeout(), &limits.attempt_timeout);
  take(set.has_write_stall_timeout(), set.write_stall_timeout(), &limits.write_stall_timeout);
  take(set.has_rest_stalled_streams(), set.rest_stalled_streams(), &limits.rest_stalled_streams);
  take(set.has_drain_grace(), set.drain_grace(), &limits.drain_grace);
  take(set.has_max_connection_age(), set.max_connection_age(), &limits.max_connection_age);
  take(set.has_max_connection_age_grace(), set.max_connection_age_grace(),
       &limits.max_connection_age_grace);
  take(breaker.has_open(), breaker.open(), &limits.breaker_open);
  take(breaker.has_longest_open(), breaker.longest_open(), &limits.breaker_longest_open);
  take(config.page_tokens().has_lifetime(), config.page_tokens().lifetime(),
       &limits.token_lifetime);
  const config::v1::Ledger& ledger = config.ledger();
  take(ledger.has_retention(), ledger.retention(), &limits.ledger_retention);
  take(ledger.has_lease(), ledger.lease(), &limits.ledger_lease);
  return limits;
}

}  // namespace bookings
