// A ledger that counts its operations for /metrics.
#pragma once

#include <memory>

#include "prometheus/registry.h"
#include "service/engine/ledger.h"

namespace bookings {

// Thread-safe, as the ledger is. The registry outlives it.
std::unique_ptr<Ledger> MeterLedger(std::unique_ptr<Ledger> ledger, prometheus::Registry* registry);

}  // namespace bookings
