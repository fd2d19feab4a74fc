// Who is free when, and the call that lists it (optimocms.md 2.1). A row of the generated history
// that nobody has touched takes nobody's time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/optimocms/optimocms_account.h"

namespace bookings::sandbox::optimocms {

// The staff that a call means: the named one, those of the named branch, or those of the site
// itself. Both names are known ones; they may exclude each other.
std::vector<const StaffMember*> Candidates(const Catalogue& catalogue,
                                           const std::optional<std::string>& staff_id,
                                           const std::optional<std::string>& branch_id);

// Whether the member has no booking between the start and the service's end.
bool IsFree(const OptimocmsAccount& account, const StaffMember& member, absl::Time start,
            int64_t minutes);

// GET /v1/sites/{siteId}/booking/slots
Answer ListSlots(const Call& call);

}  // namespace bookings::sandbox::optimocms
