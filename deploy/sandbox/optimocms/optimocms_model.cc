#include "deploy/sandbox/optimocms/optimocms_model.h"

#include "absl/strings/str_format.h"
#include "deploy/sandbox/core/civil_time.h"
#include "deploy/sandbox/core/rng.h"
#include "deploy/sandbox/core/trap_rows.h"

namespace bookings::sandbox::optimocms {
namespace {

// Bookings lie so far around the epoch.
constexpr int64_t kSpreadDays = 180;
// A booking is made at most so long before it takes place.
constexpr int64_t kMaxLeadHours = 60 * 24;

// As often as listed.
constexpr std::string_view kStatuses[] = {"confirmed", "confirmed", "confirmed", "completed",
                                          "completed", "pending",   "cancelled", "no_show"};
constexpr std::string_view kFirstNames[] = {"Ada", "Sanne", "Jürgen", "Noor", "Émile"};
constexpr std::string_view kLastNames[] = {"Example", "de Vries", "Jansen", "van der Berg", "Öz"};
constexpr std::string_view kStaff[] = {"stf_kim", "stf_lou", "stf_max"};

struct ServiceOfHistory {
  std::string_view id;
  int64_t minutes;
};
constexpr ServiceOfHistory kServices[] = {
    {"svc_haircut30", 30}, {"svc_colour90", 90}, {"svc_beard15", 15}};

struct BranchOfHistory {
  std::string_view id;
  std::string_view zone;
};
// The first is the site itself; most bookings are there.
constexpr BranchOfHistory kBranches[] = {{"brn_amsterdam", "Europe/Amsterdam"},
                                         {"brn_utrecht", "Europe/Amsterdam"},
                                         {"brn_lisbon", "Europe/Lisbon"}};

void SetWhat(Rng& rng, Row& row) {
  const ServiceOfHistory& service = rng.Pick(kServices);
  const BranchOfHistory& branch = rng.Pick(kBranches);
  row.service_id = service.id;
  row.minutes = service.minutes;
  row.staff_id = rng.Pick(kStaff);
  row.branch_id = branch.id;
  row.branch_zone = branch.zone;
}

void SetTimes(const DataPlan& plan, Rng& rng, Row& row) {
  const absl::CivilDay middle = absl::ToCivilDay(plan.epoch, absl::UTCTimeZone());
  row.day = middle + rng.Between(-kSpreadDays, kSpreadDays);
  row.start = 8 * 60 + 15 * rng.Between(0, 43);  // quarters of an hour from 08:00 to 18:45
  const absl::Time day = absl::FromCivil(absl::CivilSecond(row.day), absl::UTCTimeZone());
  row.created_ms = absl::ToUnixMillis(day) - kMillisPerHour * rng.Between(1, kMaxLeadHours) +
                   kMillisPerSecond * rng.Between(0, 3599);
}

void SetCustomer(uint64_t i, Rng& rng, Row& row) {
  row.first_name = rng.Pick(kFirstNames);
  row.last_name = rng.Pick(kLastNames);
  row.email = absl::StrFormat("Guest.%d@Example.com", i % 400);
  row.phone = absl::StrFormat("+316%08d", i);
}

}  // namespace

Row MakeRow(const DataPlan& plan, uint64_t i) {
  Rng rng(plan.seed, i);
  Row row;
  row.id = absl::StrFormat("bk_%03x%07d", rng.Below(0x1000), i);
  row.status = rng.Pick(kStatuses);
  row.unknown_fields = Json::object();
  SetWhat(rng, row);
  SetTimes(plan, rng, row);
  SetCustomer(i, rng, row);
  if (!plan.traps) return row;
  if (const auto trap = TrapOfRow(i, plan.bookings, Traps().size())) {
    Traps()[*trap].apply(row);
    row.trap = Traps()[*trap].name;
  }
  return row;
}

}  // namespace bookings::sandbox::optimocms
