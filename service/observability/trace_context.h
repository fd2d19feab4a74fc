// Where a call stands in a distributed trace, and how that is written in headers: W3C Trace Context
// (https://www.w3.org/TR/trace-context/). Knows no transport, so that the engine can carry it;
// what happened in a span is spans.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"

namespace bookings {

// Names of the headers, and of gRPC's metadata.
inline constexpr char kTraceParent[] = "traceparent";
inline constexpr char kTraceState[] = "tracestate";
// Longest `tracestate` that is passed on, in bytes: what W3C asks to be passed on at least.
inline constexpr size_t kMaxTraceStateBytes = 512;
// Its entries at most, empty ones counted (W3C 3.3.1.1).
inline constexpr int kMaxTraceStateEntries = 32;

// All zero = none.
using TraceId = std::array<uint8_t, 16>;
using SpanId = std::array<uint8_t, 8>;

// Gives 64 random bits: `[&bits] { return bits(); }` with an absl::BitGen.
using RandomBits = absl::FunctionRef<uint64_t()>;

// One span of a trace, by its ids; those are never all zero. Small, but for `state` without memory
// of its own.
struct TraceContext {
  TraceId trace_id{};
  SpanId span_id{};
  // Whether the spans of the trace are recorded.
  bool sampled = false;
  // What tracing systems before us want to hand on to those behind us: a `tracestate` as it came.
  std::string state;

  // The context of a span whose parent is this one.
  TraceContext Child(RandomBits random) const;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// The first span of a trace, which is not sampled yet.
TraceContext NewTrace(RandomBits random);

// The context of the caller from all values of both headers. No value without exactly one valid
// `traceparent`, as W3C wants it: the trace begins anew then. A broken `tracestate`, or one that is
// too long, is dropped as a whole.
std::optional<TraceContext> ReadTraceContext(const std::vector<std::string_view>& traceparents,
                                             const std::vector<std::string_view>& tracestates);

// Of version 00, or of a later one, of which what version 00 knows is read. No `state`.
std::optional<TraceContext> ParseTraceParent(std::string_view header);
// `00-{trace id}-{span id}-{flags}`.
std::string FormatTraceParent(const TraceContext& context);
// Whether it may be passed on.
bool IsTraceState(std::string_view header);

// Lower-case hexadecimal digits, as logs and headers have them.
std::string HexOf(const TraceId& id);
std::string HexOf(const SpanId& id);

}  // namespace bookings
