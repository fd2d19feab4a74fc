// bookctl watch: reads the same list again and again. On a terminal its table is drawn anew;
// elsewhere, and with --output=json, each change is one JSON object in a line. Runs until it is
// stopped.
#include <unistd.h>

#include <iostream>
#include <optional>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/booking_changes.h"
#include "clients/cli/commands.h"
#include "clients/cli/connection_choice.h"
#include "clients/cli/interrupt.h"
#include "clients/cli/json_text.h"
#include "clients/cli/list_request.h"
#include "clients/cli/rpc_error.h"
#include "clients/cli/watch_screen.h"

ABSL_FLAG(absl::Duration, every, absl::Seconds(5), "how often the list is read, such as 10s");

namespace bookings::cli {
namespace {

// Vendors' limits are shared by all who call.
constexpr absl::Duration kLeastInterval = absl::Seconds(1);
// gRPC connects only while somebody waits for it; Ctrl-C waits, too.
constexpr absl::Duration kMostConnecting = absl::Seconds(1);
// They are held in memory twice.
constexpr size_t kMostWatched = 10'000;

bool IsFrames(const Settings& settings) {
  return settings.columns > 0 && settings.output != Output::kJson;
}

client::Error TooMany() {
  return {.code = absl::StatusCode::kOutOfRange,
          .message = absl::StrCat("more than ", kMostWatched,
                                  " bookings: narrow the list, or set --limit")};
}

// One reading of the list, to its end.
client::Result<Reading> ReadOnce(Gateway& gateway, const v1::ListBookingsRequest& request,
                                 const Settings& settings, const Interrupt& interrupt) {
  Problems problems;
  ReadTokens(gateway.options, problems);
  if (!problems.empty()) {
    return client::Error{.code = absl::StatusCode::kFailedPrecondition,
                         .message = absl::StrJoin(problems, "; ")};
  }
  gateway.channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kMostConnecting));
  client::BookingPages pages = gateway.Once().ListBookingPages(
      request,
      {.timeout = settings.timeout, .stop = interrupt.token(), .allow_failed_sources = true});
  Reading reading;
  for (client::Result<v1::ListBookingsResponse>& page : pages) {
    if (!page.ok()) return std::move(page).error();
    for (v1::Booking& booking : *page->mutable_bookings()) {
      reading.bookings.push_back(std::move(booking));
    }
    if (reading.bookings.size() > kMostWatched) return TooMany();
    if (page->has_complete()) reading.sources = {page->sources().begin(), page->sources().end()};
  }
  return reading;
}

// Whether the next reading may do better although nobody mends the command.
bool MayRecover(const client::Error& error) {
  switch (error.code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kOutOfRange:
      return false;
    default:
      return true;
  }
}

// What went wrong with a reading, in one line; empty if nothing.
std::string TroubleOf(const client::Result<Reading>& reading) {
  if (!reading.ok()) return "trying again: " + reading.error().message;
  for (const v1::SourceStatus& source : reading->sources) {
    if (source.state() == v1::SOURCE_STATE_FAILED || source.state() == v1::SOURCE_STATE_PARTIAL) {
      return ExplainSource(source);
    }
  }
  return "";
}

// Shows one reading after the other.
class Watcher {
 public:
  Watcher(const Settings& settings, absl::Duration every) : settings_(settings) {
    view_.every = every;
    if (IsFrames(settings)) screen_.emplace(std::cout);
  }

  void Show(client::Result<Reading> reading) {
    const std::string trouble = TroubleOf(reading);
    if (trouble != view_.trouble && !trouble.empty() && !screen_) std::cerr << trouble << std::endl;
    view_.trouble = trouble;
    if (reading.ok()) {
      view_.read = absl::Now();
      view_.bookings = changes_.Take(*std::move(reading));
      if (!screen_) PrintChanges();
      if (std::exchange(first_, false)) ForgetChanges();
    }
    Redraw();
  }

  void Redraw() {
    if (!screen_) return;
    screen_->Draw(WatchLines(view_, settings_, SizeOfTerminal(STDOUT_FILENO)));
  }

 private:
  void PrintChanges() const {
    for (const WatchedBooking& one : view_.bookings) {
      if (one.change == Change::kNone) continue;
      std::cout << "{\"time\":\""
                << absl::FormatTime(absl::RFC3339_sec, view_.read, absl::UTCTimeZone())
                << "\",\"change\":\"" << ChangeWord(one.change)
                << "\",\"booking\":" << ToJson(one.booking) << "}\n";
    }
    std::cout.flush();
  }

  // Behind the first reading nothing has changed yet; only the lines of JSON tell what is there.
  void ForgetChanges() {
    for (WatchedBooking& one : view_.bookings) one.change = Change::kNone;
  }

  const Settings& settings_;
  bool first_ = true;
  std::optional<WatchScreen> screen_;
  BookingChanges changes_;
  WatchView view_;
};

// Sleeps until the next reading; whether there is one.
bool AwaitNext(absl::Duration every, Interrupt& interrupt, Watcher& watcher) {
  const absl::Time next = absl::Now() + every;
  while (true) {
    switch (interrupt.Sleep(next - absl::Now())) {
      case Interrupt::Wake::kStopped:
        return false;
      case Interrupt::Wake::kTimePassed:
        return true;
      case Interrupt::Wake::kResized:
        watcher.Redraw();
    }
  }
}

// Until it is stopped, or fails in a way that there is no use in going on.
std::optional<client::Error> Watch(const Invocation& invocation,
                                   const v1::ListBookingsRequest& request) {
  const absl::Duration every = absl::GetFlag(FLAGS_every);
  Interrupt interrupt;
  Watcher watcher(invocation.settings, every);
  Gateway gateway = *invocation.gateway;
  do {
    client::Result<Reading> reading = ReadOnce(gateway, request, invocation.settings, interrupt);
    if (interrupt.stopped()) break;
    if (!reading.ok() && !MayRecover(reading.error())) return reading.error();
    watcher.Show(std::move(reading));
  } while (AwaitNext(every, interrupt, watcher));
  return std::nullopt;
}

}  // namespace

void CheckWatch(const Invocation& invocation, Problems& problems) {
  ReadListRequest(invocation.settings, problems);
  if (absl::GetFlag(FLAGS_every) < kLeastInterval) {
    problems.push_back("--every: must be 1s at least");
  }
  const Output output = invocation.settings.output;
  if (output == Output::kYaml || output == Output::kCsv) {
    problems.push_back("--output: watch prints a table on terminals, else json");
  }
}

ExitCode RunWatch(const Invocation& invocation) {
  Problems none;
  v1::ListBookingsRequest request = ReadListRequest(invocation.settings, none);
  if (request.order_by() == v1::ORDER_BY_UNSPECIFIED) {
    request.set_order_by(v1::ORDER_BY_START_TIME_ASC);
  }
  const ExitCode chosen = ChooseConnections(invocation, &request);
  if (chosen != kOk) return chosen;
  const std::optional<client::Error> error = Watch(invocation, request);
  return error ? ExplainError(*error, invocation.settings, std::cerr) : kOk;
}

}  // namespace bookings::cli
