// bookctl get: one booking, as JSON that people can read.
#include <grpcpp/client_context.h>

#include <iostream>

#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/list_request.h"
#include "clients/cli/rpc_error.h"

namespace bookings::cli {

ExitCode RunGet(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                const std::string& name) {
  const std::optional<v1::BookingView> view = ReadView(v1::BOOKING_VIEW_FULL);
  grpc::ClientContext context;
  if (!view || !PrepareContext(settings, &context)) return kUsage;
  v1::GetBookingRequest request;
  request.set_name(name);
  request.set_view(*view);
  v1::GetBookingResponse response;
  auto stub = v1::BookingService::NewStub(channel);
  const grpc::Status status = stub->GetBooking(&context, request, &response);
  if (!status.ok()) return ExplainError(status, settings, std::cerr);
  const v1::Booking& booking = response.booking();
  std::cout << (settings.json ? ToJson(booking) + "\n" : ToPrettyJson(booking));
  return kOk;
}

}  // namespace bookings::cli
