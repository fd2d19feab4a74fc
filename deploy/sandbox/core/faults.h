// Faults that an account plays to its callers: which request is hit, and by what. Not how a socket
// does it (vendor_server.h).
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/row_changes.h"

namespace bookings::sandbox {

enum class FaultKind {
  kStatus,       // answer `status`, `headers`, `body`; the route does not run
  kStatusAfter,  // the same, after the route has run: the vendor has acted, the caller does not
                 // know
  kReset,        // RST in place of an answer; the route does not run
  kResetAfter,   // RST after the route has run
  kTruncate,     // all of the headers, half of the body, then the end of the connection
  kStall,        // half of the body, then nothing for `delay_ms`
  kHtml,         // 200 with an HTML page
  kBadUtf8,      // the route's answer with a byte that is no UTF-8 in its first string
  kBadJson,      // the route's answer without its last bytes, with a matching Content-Length
  kDropHeader,   // the route's answer without the named `headers`
  kRepeatPage,   // the answer that was given last for this path, whatever the query says
  kDelay,        // the route's answer `delay_ms` later
  kSilent,       // nothing for `delay_ms`, then RST; the route does not run
  kSilentAfter,  // the same, after the route has run
  kLate,         // nothing for half of `delay_ms`, then RST; only at `delay_ms` the route runs: the
                 // vendor acts when the caller has given up and has looked
  kChange,       // the account's rows change just before the route runs
};

struct Fault {
  FaultKind kind = FaultKind::kStatus;
  // Searched in "GET /v1/bookings?page=2".
  std::regex path;
  // Matching requests let through first.
  int64_t skip = 0;
  // Requests hit after those; negative = all.
  int64_t times = 1;
  int status = 500;
  std::vector<Field> headers;
  std::string body;
  absl::Duration delay;
  std::vector<RowChange> changes;
};

// Parses the control path's list; INVALID_ARGUMENT names what is wrong.
absl::StatusOr<std::vector<Fault>> ParseFaults(const Json& list);

// Whether the fault goes with any other: it neither replaces the answer nor spoils it.
bool GoesWithOthers(FaultKind kind);

// The route's answer as the fault leaves it, for the kinds that only change an answer.
Answer Distort(const Fault& fault, Answer answer);

// Thread-safe.
class FaultPlan {
 public:
  void Set(std::vector<Fault> faults);

  // The faults that hit this request, in the order of the plan: all delays and changes, and the
  // first other one.
  std::vector<Fault> Take(const std::string& method_and_target);

  // Keeps the answer for kRepeatPage, if such a fault is planned.
  void Remember(const std::string& path, const Answer& answer);
  std::optional<Answer> Remembered(const std::string& path) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;                              // guarded by mutex_
  absl::flat_hash_map<std::string, Answer> last_answers_;  // guarded by mutex_
};

}  // namespace bookings::sandbox
