// Those parts of a gateway that are made once, as its configuration says, and that can fail: files,
// databases, threads. What they are put together to is gateway.h.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "service/config/checked_config.h"
#include "service/engine/ledger.h"
#include "service/engine/session_store.h"
#include "service/http/loop_group.h"
#include "service/observability/batching_sink.h"
#include "service/observability/log.h"
#include "service/rpc/tls_credentials.h"

namespace bookings {

struct GatewayParts {
  // Null where none is configured, as are the ledger and the spans.
  std::unique_ptr<SessionStore> sessions;
  std::unique_ptr<Ledger> ledger;
  // Where finished spans go.
  std::unique_ptr<BatchingSink> spans;
  // Null without TLS.
  std::shared_ptr<CertificateSource> certificates;
  LoopGroup loops;
};

// Fails with the first part that cannot be opened. The log outlives the parts.
absl::StatusOr<GatewayParts> OpenParts(const CheckedConfig& checked, const Log* log);

}  // namespace bookings
