// See connection_choice.h.
#include "clients/cli/connection_choice.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/rpc_error.h"

ABSL_FLAG(std::vector<std::string>, vendor, {}, "only connections of these vendors, such as wix");

namespace bookings::cli {
namespace {

// The gateway answers from its own knowledge.
constexpr absl::Duration kMostPatience = absl::Seconds(30);

using Connections = std::vector<v1::Connection>;

template <typename Range>
bool Holds(const Range& range, const std::string& word) {
  return std::find(range.begin(), range.end(), word) != range.end();
}

// Vendors that no connection has are problems, each with those that there are.
void CheckVendors(const std::vector<std::string>& vendors, const Connections& known,
                  Problems& problems) {
  std::set<std::string> there;
  for (const v1::Connection& connection : known) there.insert(connection.vendor());
  for (const std::string& vendor : vendors) {
    if (there.contains(vendor)) continue;
    problems.push_back(absl::StrCat("--vendor: no connection is of '", vendor,
                                    "'; there are: ", absl::StrJoin(there, ", ")));
  }
}

v1::ListBookingsRequest Narrowed(v1::ListBookingsRequest request,
                                 const std::vector<std::string>& vendors,
                                 const Connections& known) {
  const auto named = request.connections();
  request.clear_connections();
  for (const v1::Connection& connection : known) {
    if (!Holds(vendors, connection.vendor())) continue;
    if (!named.empty() && !Holds(named, connection.name())) continue;
    request.add_connections(connection.name());
  }
  return request;
}

}  // namespace

ExitCode ChooseConnections(const Invocation& invocation, v1::ListBookingsRequest* request) {
  const std::vector<std::string> vendors = absl::GetFlag(FLAGS_vendor);
  if (vendors.empty()) return kOk;
  const client::Result<Connections> known = invocation.gateway->Once().ListConnections(
      {.timeout = std::min(invocation.settings.timeout, kMostPatience)});
  if (!known.ok()) return ExplainError(known.error(), invocation.settings, std::cerr);
  Problems problems;
  CheckVendors(vendors, *known, problems);
  *request = Narrowed(std::move(*request), vendors, *known);
  if (problems.empty() && request->connections().empty()) {
    problems.push_back("--vendor: none of the connections of --connection is of these vendors");
  }
  return Report(problems) ? kOk : kUsage;
}

}  // namespace bookings::cli
