// The query parameters of the two list calls, checked as strictly as the vendor might. A failed
// status is the text of a 400.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/switches.h"

namespace bookings::sandbox::tiquo {

struct ClientQuery {
  size_t limit = 0;
  std::optional<std::string> cursor;
  // A word that the filter knows, or with the switch unknown_status any other.
  std::optional<std::string> status;
  bool upcoming = false;
};

// Both ends are in; no value = open.
struct DayRange {
  std::optional<absl::CivilDay> first;
  std::optional<absl::CivilDay> last;

  bool Contains(absl::CivilDay day) const {
    return (!first || day >= *first) && (!last || day <= *last);
  }
};

struct AdminQuery {
  size_t limit = 0;
  std::optional<std::string> search;
  // Empty = all.
  std::vector<std::string> statuses;
  DayRange days;
};

absl::StatusOr<ClientQuery> ReadClientQuery(const Request& request, const Switches& switches);
absl::StatusOr<AdminQuery> ReadAdminQuery(const Request& request, const Switches& switches);

}  // namespace bookings::sandbox::tiquo
