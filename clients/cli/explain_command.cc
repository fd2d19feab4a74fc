// bookctl explain: how the vendors would be asked for a list. No vendor is asked anything.
#include <iostream>

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
  const ExitCode chosen = ChooseConnections(invocation, &request);
  if (chosen != kOk) return chosen;
  const Settings& settings = invocation.settings;
  const client::Result<v1::ListPlan> plan =
      invocation.gateway->Once().ExplainBookings(request, {.timeout = settings.timeout});
  if (!plan.ok()) return ExplainError(plan.error(), settings, std::cerr);
  PrintPlan(*plan, settings);
  return kOk;
}

}  // namespace bookings::cli
