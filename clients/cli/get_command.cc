// bookctl get: one booking, as JSON that people can read unless --output says otherwise.
#include <iostream>

#include "clients/cli/booking_table.h"
#include "clients/cli/commands.h"
#include "clients/cli/list_request.h"
#include "clients/cli/rpc_error.h"

namespace bookings::cli {

void CheckGet(const Invocation&, Problems& problems) { ReadView(v1::BOOKING_VIEW_FULL, problems); }

ExitCode RunGet(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  v1::GetBookingRequest request;
  request.set_name(FullName(invocation.operands[0]));
  request.set_view(ReadView(v1::BOOKING_VIEW_FULL, none));
  const client::Result<v1::Booking> booking =
      invocation.gateway->Once().GetBooking(request, {.timeout = settings.timeout});
  if (!booking.ok()) return ExplainError(booking.error(), settings, std::cerr);
  if (settings.output == Output::kDefault) {
    std::cout << ToPrettyJson(*booking);
  } else {
    RecordPrinter<v1::Booking>(BookingShape(), settings, std::cout).Print(*booking);
  }
  return kOk;
}

}  // namespace bookings::cli
