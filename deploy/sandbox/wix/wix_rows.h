// A row as the control path shows and takes it: the simulator's own truth under the generator's
// names.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// The stored fields, which an insertion may set, and behind them what follows from them.
Json DumpRow(const Row& row, const Catalogue& catalogue);

// `row` with the named fields replaced; only stored ones may be named.
absl::StatusOr<Row> WithRowFields(Row row, const Json& fields);

}  // namespace bookings::sandbox::wix
