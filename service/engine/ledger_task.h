// Running one operation of the ledger for something that lives on an event loop.
#pragma once

#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "connectors/api/failure.h"
#include "service/engine/event_loop.h"
#include "service/engine/ledger.h"

namespace bookings {

// Runs `operation` on the ledger's thread and `done` with its result on the loop's, once the result
// is durable. Failures are UNAVAILABLE / LEDGER_UNAVAILABLE. Both outlive this call; `done` must
// keep alive what it touches. Where the loop stops, `done` is destroyed without being called.
template <typename Result>
void InLedger(Ledger& ledger, EventLoop& loop,
              absl::AnyInvocable<absl::StatusOr<Result>(LedgerStore&) &&> operation,
              absl::AnyInvocable<void(absl::StatusOr<Result>) &&> done) {
  using Done = absl::AnyInvocable<void(absl::StatusOr<Result>) &&>;
  // Either the task delivers or it is refused.
  auto waiting = std::make_shared<Done>(std::move(done));
  EventLoop* const home = &loop;
  const auto deliver = [home, waiting](absl::StatusOr<Result> result) {
    if (!result.ok()) {
      result = MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_LEDGER_UNAVAILABLE,
                           "the ledger of writes is not available");
    }
    home->Post([waiting, result = std::move(result)]() mutable {
      std::move (*waiting)(std::move(result));
    });
  };
  ledger.Run(
      [operation = std::move(operation), deliver](LedgerStore& store) mutable -> Ledger::Deliver {
        absl::StatusOr<Result> result = std::move(operation)(store);
        return [deliver, result = std::move(result)](const absl::Status& committed) mutable {
          if (result.ok() && !committed.ok()) result = committed;
          deliver(std::move(result));
        };
      },
      [deliver](absl::Status refused) { deliver(std::move(refused)); });
}

}  // namespace bookings
