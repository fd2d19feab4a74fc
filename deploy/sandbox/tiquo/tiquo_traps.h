// The traps of the vendor's pages that a read can show, each as one change to an ordinary row.
#pragma once

#include <string_view>

#include "absl/types/span.h"
#include "deploy/sandbox/tiquo/tiquo_model.h"

namespace bookings::sandbox::tiquo {

struct Trap {
  std::string_view name;
  void (*apply)(Row& row);
};

// In the order in which they are mixed in.
absl::Span<const Trap> Traps();

}  // namespace bookings::sandbox::tiquo
