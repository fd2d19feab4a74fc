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
  line.pages = counts.pages;
  line.bookings = counts.bookings;
  log->Rpc(line);
  if (meter != nullptr) meter->OnFinished(rpc, line.code, line.duration);
}

}  // namespace bookings
