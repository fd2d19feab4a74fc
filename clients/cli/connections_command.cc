// bookctl connections: the accounts, how they work at present and what they can do.
#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/capability_words.h"
#include "clients/cli/commands.h"
#include "clients/cli/record_printer.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

std::string VendorText(const v1::Connection& connection) {
  return connection.mode().empty() ? connection.vendor()
                                   : absl::StrCat(connection.vendor(), " ", connection.mode());
}

std::vector<Column> ConnectionColumns() {
  return {{"CONNECTION", 28, 13},
          {"VENDOR", 13, 12},
          {"STATE", 12, 11},
          {"ZONE", 18, 10, 1},
          {"CAN", 62, 38}};
}

std::vector<Cell> ConnectionRow(const v1::Connection& connection, const Settings& settings) {
  const bool active = connection.state() == v1::CONNECTION_STATE_ACTIVE;
  return {
      {settings.columns == 0 ? connection.name() : ConnectionId(connection.name()), Tone::kBold},
      {VendorText(connection)},
      {ConnectionStateWord(connection.state()), active ? Tone::kGood : Tone::kBad},
      {connection.time_zone(), Tone::kDim},
      {absl::StrJoin(OperationWords(connection.capabilities(), kMarkEmulated), " ")}};
}

std::vector<std::string> ConnectionCsvHeader() {
  return {"name",      "vendor", "mode",    "display_name",       "state",
          "time_zone", "reason", "message", "rate_limited_until", "quota_left",
          "operations"};
}

std::vector<std::string> ConnectionCsvRow(const v1::Connection& connection) {
  return {connection.name(),
          connection.vendor(),
          connection.mode(),
          connection.display_name(),
          ConnectionStateWord(connection.state()),
          connection.time_zone(),
          connection.has_last_error() ? ReasonWord(connection.last_error().reason()) : "",
          connection.last_error().message(),
          Rfc3339(connection.has_rate_limited_until(), connection.rate_limited_until()),
          connection.has_quota_left() ? absl::StrCat(connection.quota_left()) : "",
          absl::StrJoin(OperationWords(connection.capabilities(), ""), "; ")};
}

}  // namespace

ExitCode RunConnections(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  const client::Result<std::vector<v1::Connection>> connections =
      invocation.gateway->Once().ListConnections({.timeout = settings.timeout});
  if (!connections.ok()) return ExplainError(connections.error(), settings, std::cerr);
  const RecordShape<v1::Connection> shape = {&ConnectionColumns, &ConnectionRow,
                                             &ConnectionCsvHeader, &ConnectionCsvRow};
  RecordPrinter<v1::Connection> records(shape, settings, std::cout);
  records.Begin();
  for (const v1::Connection& connection : *connections) records.Print(connection);
  if (settings.columns > 0) std::cerr << kEmulatedLegend << '\n';
  return kOk;
}

}  // namespace bookings::cli
