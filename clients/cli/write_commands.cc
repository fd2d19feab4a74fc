// bookctl create, cancel, reschedule and status: each shows what it is about, asks, and sends one
// request that can be repeated under its id.
#include <iostream>

#include "clients/cli/booking_table.h"
#include "clients/cli/commands.h"
#include "clients/cli/confirmation.h"
#include "clients/cli/problems.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/write_error.h"
#include "clients/cli/write_request.h"

namespace bookings::cli {
namespace {

template <typename Request, typename Response>
using Method = client::Result<Response> (client::Client::*)(Request,
                                                            const client::CallOptions&) const;

// Sends the write and prints its booking; `remark` says what else there is to say of the answer.
// The id is told before anything is sent, so that a lost answer can be asked for again.
template <typename Request, typename Response, typename Remark>
ExitCode Send(const Invocation& invocation, Method<Request, Response> method,
              const Request& request, Remark remark) {
  const Settings& settings = invocation.settings;
  std::cerr << "request id: " << request.request_id() << std::endl;
  const client::Client client = invocation.gateway->Once();
  const client::Result<Response> response =
      (client.*method)(request, {.timeout = settings.timeout});
  if (!response.ok()) return ExplainWriteError(response.error(), settings, std::cerr);
  RecordPrinter<v1::Booking>(BookingShape(), settings, std::cout).Print(response->booking());
  remark(*response);
  return kOk;
}

// Shows the booking that is to be changed and asks; kOk = go on.
ExitCode AskAbout(const std::string& name, std::string_view question,
                  const Invocation& invocation) {
  const Consent consent = FindConsent();
  if (consent == Consent::kGiven) return kOk;
  if (consent == Consent::kImpossible) return kUsage;
  const Settings& settings = invocation.settings;
  const client::Result<v1::Booking> booking =
      invocation.gateway->Once().GetBooking(name, {.timeout = settings.timeout});
  if (!booking.ok()) return ExplainError(booking.error(), settings, std::cerr);
  PrintBooking(*booking, settings, std::cerr);
  return Ask(question) ? kOk : kFailed;
}

// Shows what would be booked and asks; kOk = go on.
ExitCode AskAboutNew(v1::CreateBookingRequest request, const Invocation& invocation) {
  const Consent consent = FindConsent();
  if (consent == Consent::kGiven) return kOk;
  if (consent == Consent::kImpossible) return kUsage;
  const Settings& settings = invocation.settings;
  request.set_validate_only(true);
  const client::Result<v1::CreateBookingResponse> response =
      invocation.gateway->Once().CreateBooking(request, {.timeout = settings.timeout});
  if (!response.ok()) return ExplainError(response.error(), settings, std::cerr);
  PrintBooking(response->booking(), settings, std::cerr);
  return Ask("Book this?") ? kOk : kFailed;
}

}  // namespace

void CheckCreate(const Invocation& invocation, Problems& problems) {
  ReadCreateRequest(invocation.settings, problems);
}

ExitCode RunCreate(const Invocation& invocation) {
  Problems none;
  const v1::CreateBookingRequest request = ReadCreateRequest(invocation.settings, none);
  if (!request.validate_only()) {
    const ExitCode asked = AskAboutNew(request, invocation);
    if (asked != kOk) return asked;
  }
  const auto remark = [&](const v1::CreateBookingResponse& response) {
    if (request.validate_only()) std::cerr << "a dry run: nothing was booked\n";
    if (response.replayed()) std::cerr << "an earlier command with this request id had booked it\n";
  };
  return Send(invocation, &client::Client::CreateBooking, request, remark);
}

void CheckCancel(const Invocation& invocation, Problems& problems) {
  ReadCancelRequest(invocation.operands[0], problems);
}

ExitCode RunCancel(const Invocation& invocation) {
  Problems none;
  const auto request = ReadCancelRequest(FullName(invocation.operands[0]), none);
  const ExitCode asked = AskAbout(request.name(), "Cancel this booking?", invocation);
  if (asked != kOk) return asked;
  const auto remark = [](const v1::CancelBookingResponse& response) {
    if (response.already_cancelled()) std::cerr << "it was cancelled before\n";
  };
  return Send(invocation, &client::Client::CancelBooking, request, remark);
}

void CheckReschedule(const Invocation& invocation, Problems& problems) {
  ReadRescheduleRequest(invocation.settings, invocation.operands[0], problems);
}

ExitCode RunReschedule(const Invocation& invocation) {
  Problems none;
  const auto request =
      ReadRescheduleRequest(invocation.settings, FullName(invocation.operands[0]), none);
  const ExitCode asked = AskAbout(request.name(), "Move this booking?", invocation);
  if (asked != kOk) return asked;
  const auto remark = [](const v1::RescheduleBookingResponse& response) {
    if (response.replaced_booking().empty()) return;
    std::cerr << "it replaces " << response.replaced_booking() << ", which is cancelled\n";
  };
  return Send(invocation, &client::Client::RescheduleBooking, request, remark);
}

void CheckStatus(const Invocation& invocation, Problems& problems) {
  ReadStatusRequest(invocation.operands[0], invocation.operands[1], problems);
}

ExitCode RunStatus(const Invocation& invocation) {
  Problems none;
  const std::string& word = invocation.operands[1];
  const auto request = ReadStatusRequest(FullName(invocation.operands[0]), word, none);
  const ExitCode asked = AskAbout(request.name(), "Make it " + word + "?", invocation);
  if (asked != kOk) return asked;
  const auto remark = [&](const v1::UpdateBookingStatusResponse& response) {
    if (response.unchanged()) std::cerr << "it was " << word << " before\n";
  };
  return Send(invocation, &client::Client::UpdateBookingStatus, request, remark);
}

}  // namespace bookings::cli
