// See ledger_metrics.h.
#include "service/observability/ledger_metrics.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "service/observability/lazy_counters.h"

namespace bookings {
namespace {

enum class Operation { kBegin, kMarkSending, kRenew, kComplete, kRelease, kOther };
constexpr size_t kOperations = 6;
constexpr const char* kOperationWords[kOperations] = {"begin",    "mark_sending", "renew",
                                                      "complete", "release",      "other"};
// From a commit on a fast disk to a database that hangs, in seconds.
const prometheus::Histogram::BucketBoundaries kLedgerSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30};

// The store for one task: notes which operation it was asked for.
class NotingStore final : public LedgerStore {
 public:
  explicit NotingStore(LedgerStore& store) : store_(store) {}
  Operation operation() const { return operation_; }

  absl::StatusOr<BegunWrite> Begin(const BeginWrite& begin) override {
    operation_ = Operation::kBegin;
    return store_.Begin(begin);
  }
  absl::StatusOr<Marked> MarkSending(const Claim& claim, const SendMark& mark) override {
    operation_ = Operation::kMarkSending;
    return store_.MarkSending(claim, mark);
  }
  absl::StatusOr<bool> Renew(const Claim& claim, absl::Duration lease) override {
    operation_ = Operation::kRenew;
    return store_.Renew(claim, lease);
  }
  absl::StatusOr<Completed> Complete(const Claim& claim, const Completion& completion) override {
    operation_ = Operation::kComplete;
    return store_.Complete(claim, completion);
  }
  absl::StatusOr<bool> Release(const Claim& claim) override {
    operation_ = Operation::kRelease;
    return store_.Release(claim);
  }
  absl::StatusOr<std::vector<std::string>> AdoptedElsewhere(
      const Claim& claim, const std::vector<std::string>& vendor_ids) override {
    return store_.AdoptedElsewhere(claim, vendor_ids);
  }
  absl::StatusOr<std::vector<WriteEntry>> TakeAbandoned(absl::Duration idle, absl::Duration lease,
                                                        int limit) override {
    return store_.TakeAbandoned(idle, lease, limit);
  }
  absl::StatusOr<int64_t> Prune(absl::Duration retention) override {
    return store_.Prune(retention);
  }
  absl::StatusOr<QuotaShare> ClaimCalls(const QuotaClaim& claim) override {
    return store_.ClaimCalls(claim);
  }

 private:
  LedgerStore& store_;
  Operation operation_ = Operation::kOther;
};

class MeteredLedger final : public Ledger {
 public:
  MeteredLedger(std::unique_ptr<Ledger> ledger, prometheus::Registry* registry)
      : ended_(&prometheus::BuildCounter()
                    .Name("bookings_ledger_operations_total")
                    .Help("Operations of the ledger, and whether they became durable.")
                    .Register(*registry),
               [](size_t place) -> prometheus::Labels {
                 return {{"operation", kOperationWords[place / 2]},
                         {"outcome", place % 2 == 0 ? "ok" : "failed"}};
               }),
        seconds_(MakeSeconds(registry)),
        ledger_(std::move(ledger)) {}

  void Run(Task task, Deliver refused) override {
    const absl::Time start = absl::Now();
    ledger_->Run(
        [this, start, task = std::move(task)](LedgerStore& store) mutable -> Deliver {
          NotingStore noting(store);
          Deliver deliver = std::move(task)(noting);
          return [this, start, operation = noting.operation(),
                  deliver = std::move(deliver)](absl::Status committed) mutable {
            Count(operation, committed, start);
            std::move(deliver)(std::move(committed));
          };
        },
        [this, start, refused = std::move(refused)](absl::Status failure) mutable {
          Count(Operation::kOther, failure, start);
          std::move(refused)(std::move(failure));
        });
  }

 private:
  using Seconds = std::array<prometheus::Histogram*, kOperations>;

  static Seconds MakeSeconds(prometheus::Registry* registry) {
    auto& family = prometheus::BuildHistogram()
                       .Name("bookings_ledger_duration_seconds")
                       .Help("From asking for an operation to its durable end.")
                       .Register(*registry);
    Seconds seconds = {};
    for (size_t i = 0; i < kOperations; ++i) {
      seconds[i] = &family.Add({{"operation", kOperationWords[i]}}, kLedgerSeconds);
    }
    return seconds;
  }

  void Count(Operation operation, const absl::Status& outcome, absl::Time start) {
    const auto index = static_cast<size_t>(operation);
    ended_.Add(index * 2 + (outcome.ok() ? 0 : 1));
    seconds_[index]->Observe(absl::ToDoubleSeconds(absl::Now() - start));
  }

  LazyCounters<kOperations * 2> ended_;
  const Seconds seconds_;
  const std::unique_ptr<Ledger> ledger_;  // the first to go: it still counts while it stops
};

}  // namespace

std::unique_ptr<Ledger> MeterLedger(std::unique_ptr<Ledger> ledger,
                                    prometheus::Registry* registry) {
  return std::make_unique<MeteredLedger>(std::move(ledger), registry);
}

}  // namespace bookings
