// What the ledger costs per create: its three steps (begin, mark as being sent, complete), each
// durable before the next, for one caller and for two hundred at once. The time per iteration is
// that of all callers' creates; `per_create` is the cost of one.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/ledger/open_ledger.h"
#include "tests/support/event.h"
#include "tests/support/postgres.h"

namespace bookings {
namespace {

using ::bookings::testing::PostgresServer;

constexpr absl::Duration kLease = absl::Seconds(30);
// As large as plans and results of the vendors' creates are, roughly.
constexpr size_t kPlanBytes = 600;
constexpr size_t kResultBytes = 1500;

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << std::endl;
    std::exit(1);
  }
  return *std::move(value);
}

void MustBe(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status << std::endl;
  std::exit(1);
}

// Counts down to the end of an iteration.
class Countdown {
 public:
  explicit Countdown(int64_t left) : left_(left) {}
  void Count() {
    if (--left_ == 0) zero_.Happen();
  }
  void Wait() { zero_.Wait(); }

 private:
  std::atomic<int64_t> left_;
  Event zero_;
};

// One create; every step is handed in when the one before is durable, as the engine does.
class Create {
 public:
  Create(Ledger& ledger, int64_t number, Countdown& countdown)
      : ledger_(ledger), number_(number), countdown_(countdown) {}

  void Begin() {
    Step(
        [this](LedgerStore& store) {
          const WriteKey key{"caller", "connection", "CreateBooking", absl::StrCat(number_)};
          const auto begun =
              Must(store.Begin({key, std::string(32, 'f'), std::string(36, 'i'), kLease}));
          claim_ = {key, begun.entry.fence};
        },
        &Create::Mark);
  }

 private:
  using Next = void (Create::*)();

  void Mark() {
    Step(
        [this](LedgerStore& store) {
          Must(store.MarkSending(claim_,
                                 {std::string(kPlanBytes, 'p'), absl::StrCat(number_), kLease}));
        },
        &Create::Complete);
  }
  void Complete() {
    Step(
        [this](LedgerStore& store) {
          Must(store.Complete(claim_, {std::string(kResultBytes, 'r'), absl::StrCat(number_)}));
        },
        &Create::End);
  }
  void End() { countdown_.Count(); }

  template <typename Operation>
  void Step(Operation operation, Next next) {
    ledger_.Run(
        [this, operation, next](LedgerStore& store) -> Ledger::Deliver {
          operation(store);
          return [this, next](const absl::Status& committed) {
            MustBe(committed);
            (this->*next)();
          };
        },
        &MustBe);
  }

  Ledger& ledger_;
  const int64_t number_;
  Countdown& countdown_;
  Claim claim_;
};

void RunCreates(benchmark::State& state, Ledger& ledger) {
  const int64_t at_once = state.range(0);
  int64_t number = 0;
  for (auto _ : state) {
    Countdown countdown(at_once);
    std::vector<std::unique_ptr<Create>> creates;
    for (int64_t i = 0; i < at_once; ++i) {
      creates.push_back(std::make_unique<Create>(ledger, ++number, countdown));
    }
    for (const auto& create : creates) create->Begin();
    countdown.Wait();
  }
  state.SetItemsProcessed(number);
  state.counters["per_create"] = benchmark::Counter(
      static_cast<double>(number), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

LedgerOptions OptionsOf(std::variant<SqliteFile, PostgresDatabase> where) {
  LedgerOptions options;
  options.where = std::move(where);
  options.keys = {{"k1", Secret("a key for the benchmark")}};
  return options;
}

// The file is in the working folder, which is a disk; temporary folders may be memory.
void Sqlite(benchmark::State& state) {
  std::string folder = "ledger-benchmark-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) std::exit(1);
  RunCreates(state, *Must(OpenLedger(OptionsOf(SqliteFile{folder + "/ledger"}))));
  std::filesystem::remove_all(folder);
}

void Postgres(benchmark::State& state) {
  const auto server = Must(PostgresServer::Start(bookings::testing::Durability::kFull));
  const std::string conninfo = Must(server->NewDatabase("ledger"));
  RunCreates(state, *Must(OpenLedger(OptionsOf(PostgresDatabase{Secret(conninfo)}))));
}

constexpr int kOne = 1;
constexpr int kMany = 200;
BENCHMARK(Sqlite)->Arg(kOne)->Arg(kMany)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(Postgres)->Arg(kOne)->Arg(kMany)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace bookings
