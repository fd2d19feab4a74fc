// The seam between those who do something in a call and those who take down how it went. What is
// told of a span never holds tokens, secrets, filters, vendors' bodies or personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "service/observability/sampler.h"
#include "service/observability/trace_context.h"

namespace bookings {

// On which side of a call a span is.
enum class SpanKind { kInternal, kServer, kClient };

struct SpanAttribute {
  // OpenTelemetry's name where it has one. Once in its span.
  std::string key;
  std::variant<int64_t, std::string> value;

  friend bool operator==(const SpanAttribute&, const SpanAttribute&) = default;
};

// What is to be remembered of a span until its end. Nothing happens where it is just destroyed.
struct OpenSpan {
  TraceContext context;
  // All zero = the span is the first one of its trace.
  SpanId parent{};
  absl::Time start;
};

// The span of a call that arrives: goes on with its caller's trace and with the caller's decision
// to record it; without one a trace begins, and the sampler decides.
OpenSpan OpenServerSpan(const std::optional<TraceContext>& caller, const Sampler& sampler,
                        absl::Time now, RandomBits random);
// A part of the span whose context is `parent`.
OpenSpan OpenChildSpan(const TraceContext& parent, absl::Time now, RandomBits random);

struct FinishedSpan {
  // One of few: the RPC's name, never an id.
  std::string name;
  SpanKind kind = SpanKind::kInternal;
  OpenSpan span;
  absl::Time end;
  // Why it failed, as a code such as VENDOR_UNAVAILABLE; empty = it did not.
  std::string error;
  std::vector<SpanAttribute> attributes;
};

// Where spans go once they have ended. Thread-safe.
class SpanSink {
 public:
  virtual ~SpanSink() = default;

  // Never blocks: a span for which there is no room is dropped and counted. Those that are not
  // sampled are ignored; it is cheaper not to make them.
  virtual void Add(FinishedSpan span) = 0;
};

}  // namespace bookings
