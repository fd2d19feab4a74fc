// bookctl watch: reads the same list again and again. On a terminal its table is drawn anew;
// elsewhere, and with
// --output=json, each change is one JSON object in a line. Runs until it is stopped.
#include <grpcpp/client_context.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "clients/cli/booking_changes.h"
#include "clients/cli/call.h"
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

// One reading of the list; `status` is OK if it went to its end.
struct Attempt {
  Reading reading;
  grpc::Status status;
};

bool IsFrames(const Settings& settings) {
  return settings.columns > 0 && settings.output != Output::kJson;
}

Attempt ReadOnce(const std::shared_ptr<grpc::Channel>& channel,
                 const v1::ListBookingsRequest& request, const Settings& settings,
                 Interrupt& interrupt) {
  const auto stub = v1::BookingService::NewStub(channel);
  Attempt attempt;
  channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kMostConnecting));
  grpc::ClientContext context;
  PrepareContext(settings, &context);
  const Interrupt::Call call(interrupt, context);
  const auto stream = stub->ListBookings(&context, request);
  v1::ListBookingsResponse page;
  bool ended = false;
  while (stream->Read(&page) && attempt.reading.bookings.size() <= kMostWatched) {
    for (v1::Booking& booking : *page.mutable_bookings()) {
      attempt.reading.bookings.push_back(std::move(booking));
    }
    ended = page.has_complete();
    if (ended) attempt.reading.sources = {page.sources().begin(), page.sources().end()};
  }
  if (attempt.reading.bookings.size() > kMostWatched) {
    context.TryCancel();
    stream->Finish();
    attempt.status = {
        grpc::StatusCode::OUT_OF_RANGE,
        absl::StrCat("more than ", kMostWatched, " bookings: narrow the list, or set --limit")};
    return attempt;
  }
  attempt.status = stream->Finish();
  if (attempt.status.ok() && !ended) {
    attempt.status = {grpc::StatusCode::UNAVAILABLE, "the stream ended early"};
  }
  return attempt;
}

// Whether the next reading may do better although nobody mends the command.
bool MayRecover(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::OUT_OF_RANGE:
      return false;
    default:
      return true;
  }
}

// What went wrong with a reading, in one line; empty if nothing.
std::string TroubleOf(const Attempt& attempt) {
  if (!attempt.status.ok()) return "trying again: " + attempt.status.error_message();
  for (const v1::SourceStatus& source : attempt.reading.sources) {
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

  void Show(Attempt attempt) {
    const std::string trouble = TroubleOf(attempt);
    if (trouble != view_.trouble && !trouble.empty() && !screen_) std::cerr << trouble << std::endl;
    view_.trouble = trouble;
    if (attempt.status.ok()) {
      view_.read = absl::Now();
      view_.bookings = changes_.Take(std::move(attempt.reading));
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

// Until it is stopped, which is OK, or there is no use in going on.
grpc::Status Watch(const Invocation& invocation, const v1::ListBookingsRequest& request) {
  const absl::Duration every = absl::GetFlag(FLAGS_every);
  Interrupt interrupt;
  Watcher watcher(invocation.settings, every);
  do {
    Attempt attempt = ReadOnce(invocation.channel, request, invocation.settings, interrupt);
    if (interrupt.stopped()) break;
    if (!attempt.status.ok() && !MayRecover(attempt.status)) return attempt.status;
    watcher.Show(std::move(attempt));
  } while (AwaitNext(every, interrupt, watcher));
  return grpc::Status::OK;
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
  const grpc::Status status = Watch(invocation, request);
  return status.ok() ? kOk : ExplainError(status, invocation.settings, std::cerr);
}

}  // namespace bookings::cli
