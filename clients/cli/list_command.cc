// bookctl list: streams bookings as table rows or NDJSON, with a live count on the terminal's
// stderr.
#include <grpcpp/client_context.h>
#include <unistd.h>

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/call.h"
#include "clients/cli/commands.h"
#include "clients/cli/list_request.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

// Prints what arrives. The live count stands on the line below the rows and is wiped before each
// page.
class Printer {
 public:
  explicit Printer(const Settings& settings)
      : settings_(settings),
        live_(isatty(STDERR_FILENO) == 1),
        table_(std::cout, settings.color, BookingColumns()) {}

  void Print(const v1::ListBookingsResponse& page) {
    Wipe();
    if (page.has_plan()) return PrintPlan(page.plan());
    if (!settings_.json && !header_printed_) table_.PrintHeader();
    header_printed_ = true;
    for (const v1::Booking& booking : page.bookings()) PrintBooking(booking);
    std::cout.flush();
    count_ += page.bookings_size();
    if (live_) std::cerr << "\r" << count_ << " bookings so far" << std::flush;
  }

  void Wipe() const {
    if (live_) std::cerr << "\r\033[K" << std::flush;
  }
  int64_t count() const { return count_; }

 private:
  void PrintBooking(const v1::Booking& booking) {
    if (settings_.json) {
      std::cout << ToJson(booking) << '\n';
    } else {
      table_.PrintRow(BookingRow(booking, settings_));
    }
  }

  void PrintPlan(const v1::ListPlan& plan) const {
    if (settings_.json) {
      std::cout << ToJson(plan) << '\n';
      return;
    }
    for (const v1::SourcePlan& source : plan.sources()) {
      std::cout << source.connection()
                << "\n  the vendor narrows: " << absl::StrJoin(source.pushed_down_filters(), ", ")
                << "\n  the gateway checks: " << absl::StrJoin(source.residual_filters(), ", ")
                << "\n  vendor calls:       "
                << (source.has_expected_calls() ? absl::StrCat(source.expected_calls())
                                                : "as many as there are pages")
                << "\n  calls per booking:  " << source.calls_per_booking() << '\n';
    }
  }

  const Settings& settings_;
  const bool live_;
  Table table_;
  bool header_printed_ = false;
  int64_t count_ = 0;
};

// The last word on a list that ran to the end of its stream.
ExitCode Summarize(const v1::ListBookingsResponse& last, int64_t count, const Settings& settings) {
  if (last.has_plan()) return kOk;
  const bool limited =
      last.sources_size() > 0 && last.sources(0).state() == v1::SOURCE_STATE_LIMIT_REACHED;
  if (!settings.json) {
    std::cerr << count << " bookings from " << last.sources_size() << " connections\n";
  }
  if (last.complete() || limited) return kOk;
  std::cerr << Colored("the list is incomplete:", Tone::kBad, settings.color) << '\n';
  for (const v1::SourceStatus& source : last.sources()) {
    if (source.state() != v1::SOURCE_STATE_COMPLETE)
      std::cerr << "  " << ExplainSource(source) << '\n';
  }
  if (!last.next_page_token().empty()) {
    std::cerr << "resume the rest with --page_token=" << last.next_page_token() << '\n';
  }
  return kIncomplete;
}

}  // namespace

ExitCode RunList(const Settings& settings, const std::shared_ptr<grpc::Channel>& channel) {
  const std::optional<v1::ListBookingsRequest> request = ReadListRequest(settings);
  if (!request) return kUsage;
  grpc::ClientContext context;
  if (!PrepareContext(settings, &context)) return kUsage;
  auto stub = v1::BookingService::NewStub(channel);
  auto stream = stub->ListBookings(&context, *request);
  Printer printer(settings);
  v1::ListBookingsResponse page;
  v1::ListBookingsResponse last;
  std::string token;
  while (stream->Read(&page)) {
    printer.Print(page);
    if (!page.next_page_token().empty()) token = page.next_page_token();
    last.Swap(&page);
  }
  printer.Wipe();
  const grpc::Status status = stream->Finish();
  if (status.ok()) return Summarize(last, printer.count(), settings);
  const ExitCode code = ExplainError(status, settings, std::cerr);
  if (!token.empty()) std::cerr << "resume with --page_token=" << token << '\n';
  return code;
}

}  // namespace bookings::cli
