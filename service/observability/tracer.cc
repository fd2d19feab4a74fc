// See tracer.h.
#include "service/observability/tracer.h"

#include <cstdint>
#include <utility>

#include "absl/random/random.h"

namespace bookings {

bool IsTrace(const TraceContext& context) { return context.trace_id != TraceId{}; }

OpenSpan Tracer::BeginServer(const std::optional<TraceContext>& caller, absl::Time now) const {
  if (!caller && sink_ == nullptr) return {};
  absl::BitGen bits;
  return OpenServerSpan(caller, sampler_, now, [&bits] { return bits(); });
}

OpenSpan Tracer::BeginPart(const TraceContext& whole, absl::Time now) const {
  if (!IsTrace(whole)) return {};
  absl::BitGen bits;
  return OpenChildSpan(whole, now, [&bits] { return bits(); });
}

void Tracer::End(OpenSpan span, std::string_view name, SpanKind kind, absl::Time end,
                 std::string error, std::vector<SpanAttribute> attributes) const {
  if (!Records(span)) return;
  FinishedSpan finished;
  finished.name = name;
  finished.kind = kind;
  finished.span = std::move(span);
  finished.end = end;
  finished.error = std::move(error);
  finished.attributes = std::move(attributes);
  sink_->Add(std::move(finished));
}

}  // namespace bookings
