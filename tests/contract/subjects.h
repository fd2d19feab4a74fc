// What the contract tests are run on: every connector of the registry in every mode. The
// configuration of a mode is the one of its recordings.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/registry.h"

namespace bookings::testing {

// A vendor's way of working, and the folder of its recordings.
struct Mode {
  std::string_view vendor;
  std::string_view suite;
};

// All of them. A vendor's new mode is a line here; a vendor without any fails the suite.
std::span<const Mode> Modes();

struct Subject {
  Mode mode;
  config::v1::ConnectionConfig config;
  std::unique_ptr<Connector> connector;
};

// Fails where the registry lacks the vendor or the mode has no recording.
absl::StatusOr<Subject> MakeSubject(const Mode& mode);

// How GoogleTest names the parameter.
inline void PrintTo(const Mode& mode, std::ostream* out) { *out << mode.suite; }

}  // namespace bookings::testing
