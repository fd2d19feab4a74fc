// See otlp_message.h.
#include "service/observability/otlp_message.h"

#include <algorithm>
#include <string_view>

#include "connectors/api/json.h"

namespace bookings {
namespace {

namespace otlp = opentelemetry::proto;
using Attributes = google::protobuf::RepeatedPtrField<otlp::common::v1::KeyValue>;

constexpr char kServiceName[] = "bookings-gateway";

struct SpanKindPair {
  SpanKind ours;
  otlp::trace::v1::Span::SpanKind theirs;
};
constexpr SpanKindPair kSpanKinds[] = {
    {SpanKind::kInternal, otlp::trace::v1::Span::SPAN_KIND_INTERNAL},
    {SpanKind::kServer, otlp::trace::v1::Span::SPAN_KIND_SERVER},
    {SpanKind::kClient, otlp::trace::v1::Span::SPAN_KIND_CLIENT},
};

otlp::trace::v1::Span::SpanKind KindOf(SpanKind kind) {
  for (const SpanKindPair& pair : kSpanKinds) {
    if (pair.ours == kind) return pair.theirs;
  }
  return otlp::trace::v1::Span::SPAN_KIND_UNSPECIFIED;
}

template <typename Id>
std::string BytesOf(const Id& id) {
  return {id.begin(), id.end()};
}

std::string CutKey(std::string_view key) {
  return json::CleanText(key.substr(0, kMaxSpanKeyBytes));
}

std::string CutText(std::string_view text) {
  return json::CleanText(text.substr(0, kMaxSpanTextBytes));
}

void AddText(std::string_view key, std::string_view value, Attributes& out) {
  otlp::common::v1::KeyValue* const attribute = out.Add();
  attribute->set_key(CutKey(key));
  attribute->mutable_value()->set_string_value(CutText(value));
}

void AddAttribute(const SpanAttribute& attribute, Attributes& out) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    return AddText(attribute.key, *text, out);
  }
  otlp::common::v1::KeyValue* const number = out.Add();
  number->set_key(CutKey(attribute.key));
  number->mutable_value()->set_int_value(std::get<int64_t>(attribute.value));
}

void AddAttributes(const std::vector<SpanAttribute>& attributes, otlp::trace::v1::Span& out) {
  const size_t kept = std::min(attributes.size(), kMaxSpanAttributes);
  for (size_t i = 0; i < kept; ++i) AddAttribute(attributes[i], *out.mutable_attributes());
  out.set_dropped_attributes_count(static_cast<uint32_t>(attributes.size() - kept));
}

void SetFailure(std::string_view error, otlp::trace::v1::Span& out) {
  out.mutable_status()->set_code(otlp::trace::v1::Status::STATUS_CODE_ERROR);
  out.mutable_status()->set_message(CutText(error));
  AddText("error.type", error, *out.mutable_attributes());
}

bool HasParent(const OpenSpan& span) { return span.parent != SpanId{}; }

// Only spans of calls that arrive have a parent elsewhere.
uint32_t FlagsOf(const FinishedSpan& span) {
  constexpr uint32_t kSampled = 0x01;
  uint32_t flags = otlp::trace::v1::SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK;
  if (span.span.context.sampled) flags |= kSampled;
  if (span.kind == SpanKind::kServer && HasParent(span.span)) {
    flags |= otlp::trace::v1::SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK;
  }
  return flags;
}

void AddSpan(const FinishedSpan& span, otlp::trace::v1::ScopeSpans& scope) {
  const TraceContext& context = span.span.context;
  otlp::trace::v1::Span& out = *scope.add_spans();
  out.set_trace_id(BytesOf(context.trace_id));
  out.set_span_id(BytesOf(context.span_id));
  out.set_trace_state(context.state);
  if (HasParent(span.span)) out.set_parent_span_id(BytesOf(span.span.parent));
  out.set_name(CutText(span.name));
  out.set_kind(KindOf(span.kind));
  out.set_flags(FlagsOf(span));
  out.set_start_time_unix_nano(static_cast<uint64_t>(absl::ToUnixNanos(span.span.start)));
  // The system's clock may have been set back meanwhile.
  out.set_end_time_unix_nano(
      static_cast<uint64_t>(absl::ToUnixNanos(std::max(span.span.start, span.end))));
  AddAttributes(span.attributes, out);
  if (!span.error.empty()) SetFailure(span.error, out);
}

}  // namespace

otlp::collector::trace::v1::ExportTraceServiceRequest ToOtlp(
    const SpanResource& resource, const std::vector<FinishedSpan>& spans) {
  otlp::collector::trace::v1::ExportTraceServiceRequest request;
  otlp::trace::v1::ResourceSpans& process = *request.add_resource_spans();
  Attributes& attributes = *process.mutable_resource()->mutable_attributes();
  AddText("service.name", kServiceName, attributes);
  AddText("service.version", resource.version, attributes);
  AddText("service.instance.id", resource.instance, attributes);
  otlp::trace::v1::ScopeSpans& scope = *process.add_scope_spans();
  scope.mutable_scope()->set_name(kServiceName);
  scope.mutable_scope()->set_version(resource.version);
  for (const FinishedSpan& span : spans) AddSpan(span, scope);
  return request;
}

}  // namespace bookings
