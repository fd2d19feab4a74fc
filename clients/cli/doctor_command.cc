// bookctl doctor: looks at everything between here and the vendors, from the flags to one small
// list of each connection, and tells per finding what to mend.
#include <iostream>

#include "clients/cli/commands.h"
#include "clients/cli/doctor_checks.h"
#include "clients/cli/finding.h"

namespace bookings::cli {
namespace {

// Each step only makes sense if those before it have gone well.
void CheckAll(const Settings& settings, Findings& findings) {
  CheckLocalConfig(findings);
  CheckAddress(settings, findings);
  const std::optional<Gateway> gateway = CheckFiles(settings, findings);
  if (!gateway || !CheckGateway(settings, *gateway, findings)) return;
  CheckClock(findings);
  for (const v1::Connection& connection : CheckCaller(settings, *gateway, findings)) {
    CheckConnection(settings, *gateway, connection, findings);
  }
}

}  // namespace

ExitCode RunDoctor(const Invocation& invocation) {
  Findings findings(invocation.settings, std::cout);
  CheckAll(invocation.settings, findings);
  findings.Summarize();
  return findings.failures() == 0 ? kOk : kFailed;
}

}  // namespace bookings::cli
