// The traps of hostelmate.md 7 that a read can show, as changes to an ordinary generated row.
#pragma once

#include <string_view>

#include "absl/types/span.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/hostelmate/hostelmate_model.h"

namespace bookings::sandbox::hostelmate {

struct Trap {
  std::string_view name;
  void (*apply)(const Generator& generator, Rng& rng, Row& row);
};

absl::Span<const Trap> Traps();

}  // namespace bookings::sandbox::hostelmate
