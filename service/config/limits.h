// The bounds of the engine and of the server, with the defaults of config.proto filled in.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"
#include "bookings/config/v1/config.pb.h"

namespace bookings {

struct Limits {
  int event_loops = 1;
  int64_t max_response_bytes = int64_t{16} << 20;
  int scan_pages = 50;
  int calls_in_flight_per_connection = 8;
  absl::Duration stream_deadline = absl::Hours(1);
  absl::Duration unary_deadline = absl::Seconds(60);
  absl::Duration attempt_timeout = absl::Seconds(30);
  size_t sort_window_bookings = 50'000;
  size_t stream_bytes = 64 << 20;
  int pages_in_flight = 8;
  int max_attempts = 4;
  int streams = 4'096;
  int streams_per_caller = 2'048;
  // 0 = the breaker never opens.
  int breaker_failures = 5;
  absl::Duration breaker_open = absl::Seconds(30);
  absl::Duration breaker_longest_open = absl::Seconds(300);
  absl::Duration write_stall_timeout = absl::Minutes(5);
  absl::Duration rest_stalled_streams = absl::Seconds(10);
  absl::Duration drain_grace = absl::Seconds(10);
  absl::Duration max_connection_age = absl::Minutes(30);
  absl::Duration max_connection_age_grace = absl::Hours(1);
  absl::Duration token_lifetime = absl::Hours(7 * 24);
  absl::Duration ledger_retention = absl::Hours(7 * 24);
  absl::Duration ledger_lease = absl::Seconds(15);
};

// Of a checked configuration.
Limits LimitsOf(const config::v1::GatewayConfig& config);

absl::Duration FromProto(const google::protobuf::Duration& duration);

}  // namespace bookings
