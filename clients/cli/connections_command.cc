// bookctl connections: the accounts, how they work at present and what they can do.
#include <grpcpp/client_context.h>

#include <iostream>

#include "bookings/v1/connections.grpc.pb.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

// `list,get,create`: the operations that work.
std::string OperationsOf(const v1::Capabilities& capabilities) {
  std::string words;
  for (const v1::OperationCapability& operation : capabilities.operations()) {
    if (operation.support() == v1::SUPPORT_NONE) continue;
    std::string word = v1::Operation_Name(operation.operation()).substr(10);
    for (char& c : word) c = c == '_' ? ' ' : static_cast<char>(std::tolower(c));
    words += words.empty() ? word : ", " + word;
    if (operation.support() == v1::SUPPORT_EMULATED) words += " (emulated)";
  }
  return words;
}

std::vector<Cell> Row(const v1::Connection& connection) {
  const bool active = connection.state() == v1::CONNECTION_STATE_ACTIVE;
  const std::string vendor = connection.mode().empty()
                                 ? connection.vendor()
                                 : connection.vendor() + " " + connection.mode();
  return {{connection.name(), Tone::kBold},
          {vendor},
          {ConnectionStateWord(connection.state()), active ? Tone::kGood : Tone::kBad},
          {connection.time_zone(), Tone::kDim},
          {OperationsOf(connection.capabilities())}};
}

}  // namespace

ExitCode RunConnections(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  v1::ListConnectionsResponse response;
  auto stub = v1::ConnectionService::NewStub(channel);
  const grpc::Status status = stub->ListConnections(&context, {}, &response);
  if (!status.ok()) return ExplainError(status, settings, std::cerr);
  Table table(std::cout, settings.color,
              {{"CONNECTION", 28}, {"VENDOR", 13}, {"STATE", 12}, {"ZONE", 18}, {"CAN", 0}});
  if (!settings.json) table.PrintHeader();
  for (const v1::Connection& connection : response.connections()) {
    if (settings.json) {
      std::cout << ToJson(connection) << '\n';
    } else {
      table.PrintRow(Row(connection));
    }
  }
  return kOk;
}

}  // namespace bookings::cli
