// The switches of an account: every fact that a vendor's sheet only assumes can be turned to its
// other reading.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace bookings::sandbox {

struct SwitchSpec {
  std::string_view name;
  // One of `allowed`.
  std::string_view default_value;
  std::vector<std::string_view> allowed;
  // Where the vendor's sheet speaks of it: "2.2".
  std::string_view section;
  std::string_view meaning;
};

// Guarded by the account's mutex.
class Switches {
 public:
  // `specs` outlives this object.
  explicit Switches(absl::Span<const SwitchSpec> specs);

  // `name` is one of the specs: anything else is a bug of the caller.
  std::string_view Get(std::string_view name) const;
  bool Is(std::string_view name, std::string_view value) const { return Get(name) == value; }

  absl::Status Set(std::string_view name, std::string_view value);

  absl::Span<const SwitchSpec> specs() const { return specs_; }

 private:
  absl::Span<const SwitchSpec> specs_;
  // In the order of specs_; each points into its spec's `allowed`.
  std::vector<std::string_view> values_;
};

}  // namespace bookings::sandbox
