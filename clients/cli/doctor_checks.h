// The checks of `bookctl doctor`. Each adds what it finds.
#pragma once

#include <optional>
#include <vector>

#include "bookings/v1/connections.pb.h"
#include "clients/cli/finding.h"
#include "clients/cli/flags.h"
#include "clients/cli/gateway.h"

namespace bookings::cli {

// --config, by the gateway's own program on this machine.
void CheckLocalConfig(Findings& findings);
// Where the gateway is looked for, and whether others can listen in.
void CheckAddress(const Settings& settings, Findings& findings);
// Tokens and certificates; nothing where these do not do.
std::optional<Gateway> CheckFiles(const Settings& settings, Findings& findings);
// Whether it answers and serves.
bool CheckGateway(const Settings& settings, const Gateway& gateway, Findings& findings);
void CheckClock(Findings& findings);
// Whether it knows us; the connections of --connection, else all.
std::vector<v1::Connection> CheckCaller(const Settings& settings, const Gateway& gateway,
                                        Findings& findings);
// Lists one booking, which needs the credential, then tells the state and what can be done.
void CheckConnection(const Settings& settings, const Gateway& gateway,
                     const v1::Connection& connection, Findings& findings);

}  // namespace bookings::cli
