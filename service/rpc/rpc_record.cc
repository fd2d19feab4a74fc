// See rpc_record.h.
#include "service/rpc/rpc_record.h"

#include "connectors/api/failure.h"
#include "service/rpc/status_details.h"

namespace bookings {

void RpcRecord::Begin() const {
  if (meter != nullptr) meter->OnStarted(rpc);
}

void RpcRecord::Deliver(const StreamCounts& counts) const {
  if (meter != nullptr) meter->OnDelivered(rpc, counts.pages, counts.bookings);
}

void RpcRecord::Wait(WaitsFor whom, absl::Duration waited) const {
  if (meter != nullptr) meter->OnWaited(rpc, whom, waited);
}

OpenSpan RpcRecord::BeginPage(absl::Time now) const {
  if (tracer == nullptr) return {};
  return tracer->BeginPart(span.context, now);
}

void RpcRecord::EndPage(OpenSpan page, const absl::Status& outcome, absl::Time now) const {
  if (tracer == nullptr || !tracer->Records(page)) return;
  std::string error = outcome.ok() ? "" : ReasonName(PublicReasonOf(outcome));
  tracer->End(std::move(page), "page", SpanKind::kInternal, now, std::move(error), {});
}

void RpcRecord::EndSpan(const FinishedRpc& line, absl::Time now) const {
  if (tracer == nullptr || !tracer->Records(span)) return;
  tracer->End(span, rpc, SpanKind::kServer, now, line.reason,
              {{"rpc.system", "grpc"},
               {"rpc.method", rpc},
               {"rpc.grpc.status_code", static_cast<int64_t>(line.code)},
               {"bookings.request_id", request_id}});
}

void RpcRecord::Finish(const absl::Status& outcome, absl::Time now, StreamCounts counts) const {
  FinishedRpc line;
  line.rpc = rpc;
  line.request_id = request_id;
  line.caller = caller;
  line.credential = credential;
  line.connections = connections;
  line.code = outcome.code();
  if (!outcome.ok()) line.reason = ReasonName(PublicReasonOf(outcome));
  line.duration = now - start;
  if (IsTrace(span.context)) line.trace_id = HexOf(span.context.trace_id);
  line.pages = counts.pages;
  line.bookings = counts.bookings;
  log->Rpc(line);
  if (meter != nullptr) meter->OnFinished(rpc, outcome, line.duration);
  EndSpan(line, now);
}

}  // namespace bookings
