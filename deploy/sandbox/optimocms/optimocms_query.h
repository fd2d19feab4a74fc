// The query parameters of lists and slots, checked as strictly as the vendor might, and their
// cursors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/keyset_page.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/optimocms/optimocms_render.h"

namespace bookings::sandbox::optimocms {

// Base64 of a small JSON object, as on the vendor's page.
std::string MakeCursor(const Position& position, absl::Time now);

// Collects all that is wrong while it reads. `call` outlives it.
class QueryReader {
 public:
  QueryReader(const Call& call, const std::vector<std::string_view>& allowed);

  size_t Limit();
  std::optional<std::string> Word(std::string_view name,
                                  const std::vector<std::string_view>& words);
  std::optional<std::string> Any(std::string_view name) const;
  std::optional<std::string> Required(std::string_view name);
  std::optional<absl::CivilDay> Date(std::string_view name);
  std::optional<Position> Cursor();

  // The 400 that follows from what was read, if one does.
  std::optional<Answer> Refusal() const;

 private:
  const Call& call_;
  // Not even well-formed: goes before all field errors.
  std::optional<std::string> malformed_;
  FieldErrors errors_;
};

}  // namespace bookings::sandbox::optimocms
