#include "deploy/sandbox/core/switches.h"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace bookings::sandbox {
namespace {

size_t IndexOf(absl::Span<const SwitchSpec> specs, std::string_view name) {
  const auto found = std::find_if(specs.begin(), specs.end(),
                                  [&](const SwitchSpec& spec) { return spec.name == name; });
  return static_cast<size_t>(found - specs.begin());
}

}  // namespace

Switches::Switches(absl::Span<const SwitchSpec> specs) : specs_(specs) {
  for (const SwitchSpec& spec : specs) values_.push_back(spec.default_value);
}

std::string_view Switches::Get(std::string_view name) const {
  const size_t index = IndexOf(specs_, name);
  if (index == specs_.size()) std::abort();
  return values_[index];
}

absl::Status Switches::Set(std::string_view name, std::string_view value) {
  const size_t index = IndexOf(specs_, name);
  if (index == specs_.size()) {
    return absl::NotFoundError("no switch " + std::string(name));
  }
  const std::vector<std::string_view>& allowed = specs_[index].allowed;
  const auto found = std::find(allowed.begin(), allowed.end(), value);
  if (found == allowed.end()) {
    return absl::InvalidArgumentError("switch " + std::string(name) + " cannot be " +
                                      std::string(value));
  }
  values_[index] = *found;
  return absl::OkStatus();
}

}  // namespace bookings::sandbox
