// See check_limits.h.
#include "service/config/check_limits.h"

#include <cstdint>
#include <map>
#include <span>

#include "absl/strings/str_cat.h"
#include "connectors/api/names.h"
#include "google/protobuf/descriptor.h"
#include "service/config/limits.h"

namespace bookings {
namespace {

using config::v1::ConnectionConfig;
using config::v1::RateLimit;
using google::protobuf::Message;

// A number that is set, i.e. not 0.
struct NumberBound {
  const char* field;
  int64_t least;
  int64_t most;
};
constexpr NumberBound kNumbers[] = {
    {"event_loops", 1, 64},                               // threads; beyond the largest machines
    {"max_response_bytes", 64 * 1024, int64_t{1} << 28},  // bytes; one page .. 256 MiB
    {"scan_pages", 1, 100'000},                           // vendor calls for one GetBooking
    {"calls_in_flight_per_connection", 1, 256},           // sockets to one vendor account
    {"max_attempts", 1, 10},                              // more only prolongs a vendor's outage
    {"sort_window_bookings", 1, 10'000'000},              // bookings; some KiB each
    {"stream_bytes", 1 << 20, int64_t{1} << 36},          // bytes; one page .. 64 GiB
    {"pages_in_flight", 1, 64},                           // vendor calls of one source
    {"streams", 1, 1'000'000},                            // tens of KiB each
    {"streams_per_caller", 1, 1'000'000},                 // as above
};
constexpr NumberBound kBreakerNumbers[] = {
    {"failures", 1, 1'000},  // calls; one is for tests
};
constexpr NumberBound kRateNumbers[] = {
    {"calls", 1, 100'000},  // each is remembered for a window, in 24 bytes
    {"burst", 1, 100'000},  // as above
};
constexpr NumberBound kConnectionNumbers[] = {
    {"calls_in_flight", 1, 256},          // as calls_in_flight_per_connection
    {"monthly_quota", 1, 1'000'000'000},  // calls; above every plan
};

struct DurationBound {
  const char* field;
  absl::Duration least;
  absl::Duration most;
};
// The day bounds what a forgotten stream can hold; the smallest values are for tests.
const DurationBound kDurations[] = {
    {"default_stream_deadline", absl::Seconds(1), absl::Hours(24)},
    {"default_unary_deadline", absl::Seconds(1), absl::Hours(1)},
    {"attempt_timeout", absl::Milliseconds(100), absl::Minutes(10)},
    {"write_stall_timeout", absl::Milliseconds(100), absl::Hours(1)},
    {"rest_stalled_streams", absl::Milliseconds(100), absl::Hours(1)},
    {"drain_grace", absl::ZeroDuration(), absl::Minutes(10)},
    {"max_connection_age", absl::Seconds(1), absl::Hours(24)},
    {"max_connection_age_grace", absl::Seconds(1), absl::Hours(24)},
};
// A vendor that is back must not be left alone for longer than an hour.
const DurationBound kBreakerDurations[] = {
    {"open", absl::Milliseconds(100), absl::Hours(1)},
    {"longest_open", absl::Milliseconds(100), absl::Hours(1)},
};
const DurationBound kRateDurations[] = {
    {"window", absl::Milliseconds(100), absl::Hours(24)},
};

void CheckNumbers(const Message& message, const std::string& path,
                  std::span<const NumberBound> bounds, Violations& out) {
  for (const NumberBound& bound : bounds) {
    const auto* field = message.GetDescriptor()->FindFieldByName(bound.field);
    const auto& reflection = *message.GetReflection();
    const bool wide = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT64;
    const int64_t value =
        wide ? reflection.GetInt64(message, field) : reflection.GetInt32(message, field);
    if (value == 0 || (value >= bound.least && value <= bound.most)) continue;
    out.push_back({absl::StrCat(path, ".", bound.field),
                   absl::StrCat("must be between ", bound.least, " and ", bound.most)});
  }
}

void CheckDurations(const Message& message, const std::string& path,
                    std::span<const DurationBound> bounds, Violations& out) {
  for (const DurationBound& bound : bounds) {
    const auto* field = message.GetDescriptor()->FindFieldByName(bound.field);
    const auto& reflection = *message.GetReflection();
    if (!reflection.HasField(message, field)) continue;
    const Message& value = reflection.GetMessage(message, field);
    CheckDuration(FromProto(static_cast<const google::protobuf::Duration&>(value)), bound.least,
                  bound.most, absl::StrCat(path, ".", bound.field), out);
  }
}

void CheckBreaker(const config::v1::CircuitBreaker& breaker, Violations& out) {
  constexpr char kPath[] = "limits.circuit_breaker";
  CheckNumbers(breaker, kPath, kBreakerNumbers, out);
  CheckDurations(breaker, kPath, kBreakerDurations, out);
  config::v1::CircuitBreaker alone;
  alone.set_off(true);
  if (breaker.off() && breaker.SerializeAsString() != alone.SerializeAsString()) {
    out.push_back({kPath, "must hold nothing else where it is off"});
  }
}

void CheckRateLimit(const RateLimit& limit, const std::string& path, Violations& out) {
  CheckNumbers(limit, path, kRateNumbers, out);
  CheckDurations(limit, path, kRateDurations, out);
  if ((limit.calls() != 0) != limit.has_window()) {
    out.push_back({path, "needs both calls and window, or none of them"});
  }
  if (limit.calls() != 0 && limit.burst() > limit.calls()) {
    out.push_back({path + ".burst", "must not be more than calls"});
  }
  if (!limit.group().empty() && !IsConnectionId(limit.group())) {
    out.push_back({path + ".group", "must match [a-z][a-z0-9-]{0,62}"});
  }
  RateLimit alone;
  alone.set_off(true);
  if (limit.off() && limit.SerializeAsString() != alone.SerializeAsString()) {
    out.push_back({path, "must hold nothing else where it is off"});
  }
}

// Whether two connections may share a limit.
bool SameLimits(const ConnectionConfig& a, const ConnectionConfig& b) {
  return a.vendor_case() == b.vendor_case() && a.calls_in_flight() == b.calls_in_flight() &&
         a.rate_limit().SerializeAsString() == b.rate_limit().SerializeAsString();
}

}  // namespace

void CheckDuration(absl::Duration value, absl::Duration least, absl::Duration most,
                   const std::string& path, Violations& out) {
  if (value >= least && value <= most) return;
  out.push_back({path, absl::StrCat("must be between ", absl::FormatDuration(least), " and ",
                                    absl::FormatDuration(most))});
}

void CheckLimits(const config::v1::EngineLimits& limits, Violations& out) {
  CheckNumbers(limits, "limits", kNumbers, out);
  CheckDurations(limits, "limits", kDurations, out);
  CheckBreaker(limits.circuit_breaker(), out);
}

void CheckConnectionLimits(const ConnectionConfig& connection, const std::string& path,
                           Violations& out) {
  CheckNumbers(connection, path, kConnectionNumbers, out);
  if (connection.has_rate_limit()) {
    CheckRateLimit(connection.rate_limit(), path + ".rate_limit", out);
  }
}

void CheckLimitGroups(const config::v1::GatewayConfig& config, Violations& out) {
  std::map<std::string, int> first_of;
  for (int i = 0; i < config.connections_size(); ++i) {
    const ConnectionConfig& connection = config.connections(i);
    const std::string path = absl::StrCat("connections[", i, "]");
    if (connection.monthly_quota() != 0 && !config.has_ledger()) {
      out.push_back({path + ".monthly_quota", "needs a ledger, where the calls are counted"});
    }
    const std::string& group = connection.rate_limit().group();
    if (group.empty()) continue;
    const auto [first, is_new] = first_of.emplace(group, i);
    if (is_new || SameLimits(config.connections(first->second), connection)) continue;
    out.push_back({path + ".rate_limit.group",
                   absl::StrCat("is that of connections[", first->second,
                                "], so vendor, rate_limit and calls_in_flight must be the same")});
  }
}

}  // namespace bookings
