// What can be booked at the account's site: services, staff with their hours, branches with their
// zones. Managed in the vendor's dashboard and told by no call; not who has booked
// (optimocms_slots.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/weekly_schedule.h"

namespace bookings::sandbox::optimocms {

struct Service {
  std::string id;
  std::string name;
  int64_t minutes = 30;
  bool active = true;
};

struct Branch {
  std::string id;
  std::string zone_name;
  absl::TimeZone zone;
};

struct StaffMember {
  std::string id;
  std::string branch_id;
};

struct Catalogue {
  std::vector<Service> services;
  // The first is the site itself: meant where a call names neither branch nor staff.
  std::vector<Branch> branches;
  // By id.
  std::vector<StaffMember> staff;
  // The hours of everybody.
  std::vector<OpenHours> hours;

  // Null when there is none.
  const Service* FindService(std::string_view id) const;
  const Branch* FindBranch(std::string_view id) const;
  const StaffMember* FindStaff(std::string_view id) const;
  const Branch& BranchOf(const StaffMember& member) const;
  // The starts of a service at a member of staff.
  WeeklySchedule ScheduleOf(const Service& service, const StaffMember& member) const;
};

// Reads {"zone": "Europe/Amsterdam", "services": [{"id", "name", "minutes", "active"}], "hours":
// [{"day", "open", "close"}]} of the settings: the zone of all branches, services changed by id or
// added, the hours of everybody.
absl::StatusOr<Catalogue> MakeCatalogue(const Json& settings);

// As the control path tells it.
Json DescribeServices(const Catalogue& catalogue);
Json DescribeStaff(const Catalogue& catalogue);
Json DescribeBranches(const Catalogue& catalogue);

}  // namespace bookings::sandbox::optimocms
