// bookctl explain: how the vendors would be asked for a list. No vendor is asked anything.
#include <grpcpp/client_context.h>

#include <iostream>

#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/connection_choice.h"
#include "clients/cli/csv.h"
#include "clients/cli/json_text.h"
#include "clients/cli/list_request.h"
#include "clients/cli/plan_text.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/yaml.h"

namespace bookings::cli {
namespace {

// Lines that people read with ease, where no terminal says how long they are.
constexpr int kReadableColumns = 100;

void PrintPlan(const v1::ListPlan& plan, const Settings& settings) {
  switch (settings.output) {
    case Output::kJson:
      std::cout << ToJson(plan) << '\n';
      return;
    case Output::kYaml:
      std::cout << YamlDocument(ToJson(plan));
      return;
    case Output::kCsv:
      std::cout << CsvLine(PlanCsvHeader());
      for (const v1::SourcePlan& source : plan.sources()) std::cout << CsvLine(PlanCsvRow(source));
      return;
    case Output::kDefault:
    case Output::kTable:
      const int width = settings.columns == 0 ? kReadableColumns : settings.columns;
      std::cout << PlanText(plan, width, settings.color);
  }
}

}  // namespace

void CheckExplain(const Invocation& invocation, Problems& problems) {
  ReadListRequest(invocation.settings, problems);
}

ExitCode RunExplain(const Invocation& invocation) {
  Problems none;
  v1::ListBookingsRequest request = ReadListRequest(invocation.settings, none);
  request.set_explain(true);
  const ExitCode chosen = ChooseConnections(invocation, &request);
  if (chosen != kOk) return chosen;
  grpc::ClientContext context;
  if (!PrepareContext(invocation.settings, &context)) return kUsage;
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  const auto stream = stub->ListBookings(&context, request);
  v1::ListBookingsResponse page;
  while (stream->Read(&page)) {
    if (page.has_plan()) PrintPlan(page.plan(), invocation.settings);
  }
  const grpc::Status status = stream->Finish();
  return status.ok() ? kOk : ExplainError(status, invocation.settings, std::cerr);
}

}  // namespace bookings::cli
