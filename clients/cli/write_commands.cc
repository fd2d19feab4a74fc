// bookctl create, cancel, reschedule and status: each shows what it is about, asks, and sends one
// request that can be repeated under its id.
#include <grpcpp/client_context.h>

#include <iostream>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/confirmation.h"
#include "clients/cli/problems.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/write_error.h"
#include "clients/cli/write_request.h"

ABSL_DECLARE_FLAG(bool, dry_run);

namespace bookings::cli {
namespace {

using Stub = v1::BookingService::Stub;
template <typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

void PrintResult(const v1::Booking& booking, const Settings& settings) {
  if (settings.json) {
    std::cout << ToJson(booking) << '\n';
  } else {
    PrintBooking(booking, settings, std::cout);
  }
}

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
  PrintResult(response->booking(), settings);
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

// --dry_run is of creations only: it must not be taken for a promise elsewhere.
bool IsRealRun() {
  return !absl::GetFlag(FLAGS_dry_run) || Report({"--dry_run: only create has it"});
}

}  // namespace

ExitCode RunCreate(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel) {
  const std::optional<v1::CreateBookingRequest> request = ReadCreateRequest(settings);
  if (!request) return kUsage;
  const auto stub = v1::BookingService::NewStub(channel);
  if (!request->validate_only()) {
    const ExitCode asked = AskAboutNew(*request, settings, *stub);
    if (asked != kOk) return asked;
  }
  v1::CreateBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::CreateBooking, *request, &response);
  if (code != kOk) return code;
  if (request->validate_only()) std::cerr << "a dry run: nothing was booked\n";
  if (response.replayed()) std::cerr << "an earlier command with this request id had booked it\n";
  return kOk;
}

ExitCode RunCancel(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& name) {
  const std::optional<v1::CancelBookingRequest> request = ReadCancelRequest(name);
  if (!request || !IsRealRun()) return kUsage;
  const auto stub = v1::BookingService::NewStub(channel);
  const ExitCode asked = AskAbout(name, "Cancel this booking?", settings, *stub);
  if (asked != kOk) return asked;
  v1::CancelBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::CancelBooking, *request, &response);
  if (code == kOk && response.already_cancelled()) std::cerr << "it was cancelled before\n";
  return code;
}

ExitCode RunReschedule(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                       const std::string& name) {
  const std::optional<v1::RescheduleBookingRequest> request = ReadRescheduleRequest(settings, name);
  if (!request || !IsRealRun()) return kUsage;
  const auto stub = v1::BookingService::NewStub(channel);
  const ExitCode asked = AskAbout(name, "Move this booking?", settings, *stub);
  if (asked != kOk) return asked;
  v1::RescheduleBookingResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::RescheduleBooking, *request, &response);
  if (code == kOk && !response.replaced_booking().empty()) {
    std::cerr << "it replaces " << response.replaced_booking() << ", which is cancelled\n";
  }
  return code;
}

ExitCode RunStatus(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel,
                   const std::string& name, const std::string& word) {
  const std::optional<v1::UpdateBookingStatusRequest> request = ReadStatusRequest(name, word);
  if (!request || !IsRealRun()) return kUsage;
  const auto stub = v1::BookingService::NewStub(channel);
  const ExitCode asked = AskAbout(name, "Make it " + word + "?", settings, *stub);
  if (asked != kOk) return asked;
  v1::UpdateBookingStatusResponse response;
  const ExitCode code = Send(settings, *stub, &Stub::UpdateBookingStatus, *request, &response);
  if (code == kOk && response.unchanged()) std::cerr << "it was " << word << " before\n";
  return code;
}

}  // namespace bookings::cli
