// The traps of jicoo.md 7 that a read can show, as changes to an ordinary generated row.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/types/span.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/jicoo/jicoo_model.h"

namespace bookings::sandbox::jicoo {

struct Trap {
  std::string_view name;
  void (*apply)(const Generator& generator, Rng& rng, Row& row);
};

absl::Span<const Trap> Traps();

}  // namespace bookings::sandbox::jicoo
