// bookctl get: one booking, as JSON that people can read unless --output says otherwise.
#include <grpcpp/client_context.h>

#include <iostream>

#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/list_request.h"
#include "clients/cli/rpc_error.h"

namespace bookings::cli {

void CheckGet(const Invocation&, Problems& problems) { ReadView(v1::BOOKING_VIEW_FULL, problems); }

ExitCode RunGet(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  v1::GetBookingRequest request;
  request.set_name(FullName(invocation.operands[0]));
  request.set_view(ReadView(v1::BOOKING_VIEW_FULL, none));
  v1::GetBookingResponse response;
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  const grpc::Status status = stub->GetBooking(&context, request, &response);
  if (!status.ok()) return ExplainError(status, settings, std::cerr);
  if (settings.output == Output::kDefault) {
    std::cout << ToPrettyJson(response.booking());
  } else {
    RecordPrinter<v1::Booking>(BookingShape(), settings, std::cout).Print(response.booking());
  }
  return kOk;
}

}  // namespace bookings::cli
