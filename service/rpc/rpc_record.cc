// See rpc_record.h.
#include "service/rpc/rpc_record.h"

#include "service/rpc/status_details.h"

namespace bookings {

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
}

}  // namespace bookings
