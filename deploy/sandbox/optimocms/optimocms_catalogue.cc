// The salon that every account has, and the settings that change it. Its ids are those of the
// generated history.
#include "deploy/sandbox/optimocms/optimocms_catalogue.h"

#include <algorithm>
#include <utility>

#include "deploy/sandbox/core/row_fields.h"

namespace bookings::sandbox::optimocms {
namespace {

template <typename Item>
const Item* FindById(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

std::vector<OpenHours> SalonHours() {
  using absl::Weekday;
  return HoursOn(
      {Weekday::tuesday, Weekday::wednesday, Weekday::thursday, Weekday::friday, Weekday::saturday},
      9 * 60, 18 * 60);
}

absl::Status SetZones(const Json& settings, std::vector<Branch>& branches) {
  for (Branch& branch : branches) {
    const Json name = settings.value("zone", Json(branch.zone_name));
    const absl::StatusOr<absl::TimeZone> zone = ParseZone(name);
    if (!zone.ok()) return zone.status();
    branch.zone = *zone;
    branch.zone_name = name.get<std::string>();
  }
  return absl::OkStatus();
}

bool SetMember(const std::string& name, const Json& value, Service& service) {
  if (name == "id") return Assign(value, service.id);
  if (name == "name") return Assign(value, service.name);
  if (name == "minutes") return Assign(value, service.minutes) && service.minutes > 0;
  if (name != "active" || !value.is_boolean()) return false;
  service.active = value.get<bool>();
  return true;
}

Service& ServiceOfSetting(const std::string& id, std::vector<Service>& services) {
  for (Service& service : services) {
    if (service.id == id) return service;
  }
  return services.emplace_back(Service{id, id, 30, true});
}

absl::Status SetServices(const Json& settings, std::vector<Service>& services) {
  const Json list = settings.value("services", Json::array());
  if (!list.is_array()) return absl::InvalidArgumentError("services is a list");
  for (const Json& item : list) {
    if (!item.is_object() || !item.value("id", Json()).is_string()) {
      return absl::InvalidArgumentError("a service is an object with an id");
    }
    Service& service = ServiceOfSetting(item["id"].get<std::string>(), services);
    for (const auto& [name, value] : item.items()) {
      if (!SetMember(name, value, service)) {
        return absl::InvalidArgumentError("bad member of a service: " + name);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

const Service* Catalogue::FindService(std::string_view id) const { return FindById(services, id); }
const Branch* Catalogue::FindBranch(std::string_view id) const { return FindById(branches, id); }
const StaffMember* Catalogue::FindStaff(std::string_view id) const { return FindById(staff, id); }

const Branch& Catalogue::BranchOf(const StaffMember& member) const {
  return *FindBranch(member.branch_id);
}

WeeklySchedule Catalogue::ScheduleOf(const Service& service, const StaffMember& member) const {
  return {BranchOf(member).zone, hours, service.minutes, service.minutes};
}

absl::StatusOr<Catalogue> MakeCatalogue(const Json& settings) {
  Catalogue catalogue;
  catalogue.services = {{"svc_haircut30", "Haircut", 30, true},
                        {"svc_colour90", "Colour", 90, true},
                        {"svc_beard15", "Beard", 15, true},
                        {"svc_perm60", "Perm", 60, false}};
  catalogue.branches = {{"brn_amsterdam", "Europe/Amsterdam", {}},
                        {"brn_utrecht", "Europe/Amsterdam", {}},
                        {"brn_lisbon", "Europe/Lisbon", {}}};
  catalogue.staff = {{"stf_kim", "brn_amsterdam"},
                     {"stf_lou", "brn_amsterdam"},
                     {"stf_max", "brn_utrecht"},
                     {"stf_rui", "brn_lisbon"}};
  catalogue.hours = SalonHours();
  if (absl::Status status = SetZones(settings, catalogue.branches); !status.ok()) return status;
  if (absl::Status status = SetServices(settings, catalogue.services); !status.ok()) return status;
  if (!settings.contains("hours")) return catalogue;
  absl::StatusOr<std::vector<OpenHours>> hours = ParseOpenHours(settings["hours"]);
  if (!hours.ok()) return hours.status();
  catalogue.hours = *std::move(hours);
  return catalogue;
}

Json DescribeServices(const Catalogue& catalogue) {
  Json list = Json::array();
  for (const Service& service : catalogue.services) {
    list.push_back({{"id", service.id},
                    {"name", service.name},
                    {"duration_minutes", service.minutes},
                    {"capacity", 1},
                    {"active", service.active},
                    {"zone", catalogue.branches.front().zone_name}});
  }
  return list;
}

Json DescribeStaff(const Catalogue& catalogue) {
  Json list = Json::array();
  for (const StaffMember& member : catalogue.staff) {
    list.push_back({{"id", member.id},
                    {"branch_id", member.branch_id},
                    {"zone", catalogue.BranchOf(member).zone_name}});
  }
  return list;
}

Json DescribeBranches(const Catalogue& catalogue) {
  Json list = Json::array();
  for (const Branch& branch : catalogue.branches) {
    list.push_back({{"id", branch.id}, {"zone", branch.zone_name}});
  }
  return list;
}

}  // namespace bookings::sandbox::optimocms
