// bookctl create, cancel, reschedule and status: each shows what it is about, asks, and sends one
// request that can be repeated under its id.
#include <grpcpp/client_context.h>

#include <iostream>

#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/confirmation.h"
#include "clients/cli/problems.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/write_error.h"
#include "clients/cli/write_request.h"

namespace bookings::cli {
namespace {

using Stub = v1::BookingService::Stub;
template <typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

// Sends the write; its booking, and what it says of it, are printed by the caller. The id is told
// before anything is sent, so that a lost answer can be asked for again.
template <typename Request, typename Response>
ExitCode Send(const Settings& settings, Stub& stub, Method<Request, Response> method,
              const Request& request, Response* response) {
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  std::cerr << "request id: " << request.request_id() << std::endl;
  const grpc::Status status = (stub.*method)(&context, request, response);
  if (!status.ok()) return ExplainWriteError(status, settings, request.request_id(), std::cerr);
  RecordPrinter<v1::Booking>(BookingShape(), settings, std::cout).Print(response->booking());
  return kOk;
}

// Shows the booking that is to be changed and asks; kOk = go on.
ExitCode AskAbout(const std::string& name, std::string_view question, const Settings& settings,
                  Stub& stub) {
  const Consent consent = FindConsent();
  if (consent == Consent::kGiven) return kOk;
  if (consent == Consent::kImpossible) return kUsage;
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  v1::GetBookingRequest request;
  request.set_name(name);
  v1::GetBookingResponse response;
  const grpc::Status status = stub.GetBooking(&context, request, &response);
  if (!status.ok()) return ExplainError(status, settings, std::cerr);
  PrintBooking(response.booking(), settings, std::cerr);
  return Ask(question) ? kOk : kFailed;
}

// Shows what would be booked and asks; kOk = go on.
ExitCode AskAboutNew(v1::CreateBookingRequest request, const Settings& settings, Stub& stub) {
  const Consent consent = FindConsent();
  if (consent == Consent::kGiven) return kOk;
  if (consent == Consent::kImpossible) return kUsage;
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  request.set_validate_only(true);
  v1::CreateBookingResponse response;
  const grpc::Status status = stub.CreateBooking(&context, request, &response);
  if (!status.ok()) return ExplainError(status, settings, std::cerr);
  PrintBooking(response.booking(), settings, std::cerr);
  return Ask("Book this?") ? kOk : kFailed;
}

}  // namespace

void CheckCreate(const Invocation& invocation, Problems& problems) {
  ReadCreateRequest(invocation.settings, problems);
}

ExitCode RunCreate(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  const v1::CreateBookingRequest request = ReadCreateRequest(settings, none);
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  if (!request.validate_only()) {
    const ExitCode asked = AskAboutNew(request, settings, *stub);
    if (asked != kOk) return asked;
  }
  v1::CreateBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::CreateBooking, request, &response);
  if (code != kOk) return code;
  if (request.validate_only()) std::cerr << "a dry run: nothing was booked\n";
  if (response.replayed()) std::cerr << "an earlier command with this request id had booked it\n";
  return kOk;
}

void CheckCancel(const Invocation& invocation, Problems& problems) {
  ReadCancelRequest(invocation.operands[0], problems);
}

ExitCode RunCancel(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  const auto request = ReadCancelRequest(FullName(invocation.operands[0]), none);
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  const ExitCode asked = AskAbout(request.name(), "Cancel this booking?", settings, *stub);
  if (asked != kOk) return asked;
  v1::CancelBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::CancelBooking, request, &response);
  if (code == kOk && response.already_cancelled()) std::cerr << "it was cancelled before\n";
  return code;
}

void CheckReschedule(const Invocation& invocation, Problems& problems) {
  ReadRescheduleRequest(invocation.settings, invocation.operands[0], problems);
}

ExitCode RunReschedule(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  const auto request = ReadRescheduleRequest(settings, FullName(invocation.operands[0]), none);
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  const ExitCode asked = AskAbout(request.name(), "Move this booking?", settings, *stub);
  if (asked != kOk) return asked;
  v1::RescheduleBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::RescheduleBooking, request, &response);
  if (code == kOk && !response.replaced_booking().empty()) {
    std::cerr << "it replaces " << response.replaced_booking() << ", which is cancelled\n";
  }
  return code;
}

void CheckStatus(const Invocation& invocation, Problems& problems) {
  ReadStatusRequest(invocation.operands[0], invocation.operands[1], problems);
}

ExitCode RunStatus(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  const std::string& word = invocation.operands[1];
  const auto request = ReadStatusRequest(FullName(invocation.operands[0]), word, none);
  const auto stub = v1::BookingService::NewStub(invocation.channel);
  const ExitCode asked = AskAbout(request.name(), "Make it " + word + "?", settings, *stub);
  if (asked != kOk) return asked;
  v1::UpdateBookingStatusResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::UpdateBookingStatus, request, &response);
  if (code == kOk && response.unchanged()) std::cerr << "it was " << word << " before\n";
  return code;
}

}  // namespace bookings::cli
