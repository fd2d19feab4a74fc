// bookctl list: streams bookings in the form that is asked for, with a live line on the terminal's
// stderr.
#include <iostream>

#include "absl/time/clock.h"
#include "clients/cli/booking_table.h"
#include "clients/cli/commands.h"
#include "clients/cli/connection_choice.h"
#include "clients/cli/list_request.h"
#include "clients/cli/progress.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/words.h"

namespace bookings::cli {
namespace {

// Prints what arrives. The live line stands below the rows and is wiped before each page.
class ListPrinter {
 public:
  explicit ListPrinter(const Settings& settings)
      : records_(BookingShape(), settings, std::cout), progress_(absl::Now()) {
    progress_.Show(absl::Now());
  }

  void Print(const v1::ListBookingsResponse& page) {
    progress_.Wipe();
    records_.Begin();
    for (const v1::Booking& booking : page.bookings()) records_.Print(booking);
    std::cout.flush();
    progress_.Add(page);
    progress_.Show(absl::Now());
    if (page.has_complete()) last_ = page;
  }

  void Wipe() const { progress_.Wipe(); }
  int64_t count() const { return progress_.tally().bookings; }
  // The page that said how the list ended; empty until then.
  const v1::ListBookingsResponse& last() const { return last_; }

 private:
  RecordPrinter<v1::Booking> records_;
  Progress progress_;
  v1::ListBookingsResponse last_;
};

bool IsForPeople(const Settings& settings) {
  return settings.output == Output::kDefault || settings.output == Output::kTable;
}

// The last word on a list that was read to its end, or whose stream ended early each time; `token`
// resumes the rest.
ExitCode Summarize(const ListPrinter& printer, const Settings& settings, const std::string& token) {
  const v1::ListBookingsResponse& last = printer.last();
  const bool limited =
      last.sources_size() > 0 && last.sources(0).state() == v1::SOURCE_STATE_LIMIT_REACHED;
  if (IsForPeople(settings)) {
    std::cerr << Counted(printer.count(), "booking") << " from "
              << Counted(last.sources_size(), "connection") << '\n';
  }
  if (last.complete() || limited) return kOk;
  std::cerr << Colored("the list is incomplete:", Tone::kBad, settings.color) << '\n';
  for (const v1::SourceStatus& source : last.sources()) {
    if (source.state() != v1::SOURCE_STATE_COMPLETE)
      std::cerr << "  " << ExplainSource(source) << '\n';
  }
  if (!token.empty()) std::cerr << "resume the rest with --page_token=" << token << '\n';
  return kIncomplete;
}

// The last word on a list that was given up.
ExitCode TellCutList(const ListPrinter& printer, const Settings& settings,
                     const client::Error& error) {
  if (error.reason == client::Reason::kIncomplete) {
    return Summarize(printer, settings, error.page_token);
  }
  const ExitCode code = ExplainError(error, settings, std::cerr);
  if (!error.page_token.empty()) {
    std::cerr << "resume with --page_token=" << error.page_token << '\n';
  }
  return code;
}

}  // namespace

void CheckList(const Invocation& invocation, Problems& problems) {
  ReadListRequest(invocation.settings, problems);
}

ExitCode RunList(const Invocation& invocation) {
  Problems none;
  const Settings& settings = invocation.settings;
  v1::ListBookingsRequest request = ReadListRequest(settings, none);
  if (request.explain()) return RunExplain(invocation);
  const ExitCode chosen = ChooseConnections(invocation, &request);
  if (chosen != kOk) return chosen;
  ListPrinter printer(settings);
  const auto on_retry = [&](const client::Error& error, absl::Duration wait) {
    printer.Wipe();
    TellBreak(error, wait, std::cerr);
  };
  client::BookingPages pages = invocation.gateway->Persistent().ListBookingPages(
      request, {.timeout = settings.timeout, .on_retry = on_retry, .allow_failed_sources = true});
  for (const client::Result<v1::ListBookingsResponse>& page : pages) {
    if (page.ok()) {
      printer.Print(*page);
      continue;
    }
    printer.Wipe();
    return TellCutList(printer, settings, page.error());
  }
  printer.Wipe();
  return Summarize(printer, settings, printer.last().next_page_token());
}

}  // namespace bookings::cli
