// What only the SQLite store has: a file that is its owner's and one process's, and a disk that can
// be full.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "connectors/api/failure.h"
#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {
namespace {

using Outcome = BegunWrite::Outcome;

// While it lives no file of this process grows beyond `bytes`: to SQLite, a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    handler_ = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit lower{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &lower);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_ = SIG_DFL;
};

class SqliteLedgerTest : public ::testing::Test {
 protected:
  std::string path() const { return folder_.File("ledger"); }
  std::unique_ptr<GroupedStore> Open() { return MustOpen(SqliteOptions(path())); }
  absl::StatusCode OpenError(const std::string& path) {
    return OpenStore(SqliteOptions(path)).status().code();
  }

  TemporaryFolder folder_;
};

TEST_F(SqliteLedgerTest, ItsFilesAreForTheirOwnerOnly) {
  const auto store = Open();
  ASSERT_TRUE(store->Begin(BeginOf("r1")).ok());
  for (const char* const name : {"ledger", "ledger-wal", "ledger-shm", "ledger.lock"}) {
    struct stat facts {};
    ASSERT_EQ(stat(folder_.File(name).c_str(), &facts), 0) << name;
    EXPECT_EQ(facts.st_mode & 077, 0u) << name;
  }
}

TEST_F(SqliteLedgerTest, AFileThatOthersCanReadIsRefused) {
  Open();
  chmod(path().c_str(), 0640);
  EXPECT_EQ(OpenError(path()), absl::StatusCode::kInvalidArgument);
}

TEST_F(SqliteLedgerTest, ASecondProcessIsRefused) {
  const auto store = Open();
  EXPECT_EQ(OpenError(path()), absl::StatusCode::kFailedPrecondition);
}

TEST_F(SqliteLedgerTest, OpeningEndsTheLeasesOfWhoeverWasKilled) {
  ASSERT_TRUE(Open()->Begin(BeginOf("r1")).ok());
  const auto store = Open();
  EXPECT_EQ(store->Begin(BeginOf("r1"))->outcome, Outcome::kStarted);
}

TEST_F(SqliteLedgerTest, OpeningEndsLeasesThatTheClockPutIntoTheFuture) {
  LedgerOptions ahead = SqliteOptions(path());
  ahead.clock = [] { return absl::Now() + absl::Hours(1000); };
  ASSERT_TRUE(MustOpen(ahead)->Begin(BeginOf("r1")).ok());
  EXPECT_EQ(Open()->TakeAbandoned(absl::ZeroDuration(), kLease, 1)->size(), 1u);
}

TEST_F(SqliteLedgerTest, AFileThatIsNoLedgerIsRefused) {
  std::ofstream(path()) << std::string(8192, 'x');
  chmod(path().c_str(), 0600);
  EXPECT_EQ(OpenError(path()), absl::StatusCode::kDataLoss);
  std::string content;
  std::ifstream(path()) >> content;
  EXPECT_EQ(content, std::string(8192, 'x'));
}

TEST_F(SqliteLedgerTest, AFolderThatIsNotThereIsAFailure) {
  EXPECT_EQ(OpenError(folder_.File("none/ledger")), absl::StatusCode::kNotFound);
}

TEST_F(SqliteLedgerTest, AFolderIsNoLedger) {
  std::filesystem::create_directory(path());
  EXPECT_NE(OpenError(path()), absl::StatusCode::kOk);
}

TEST_F(SqliteLedgerTest, WhereTheDiskIsFullNothingOfTheGroupIsChanged) {
  const auto store = Open();
  ASSERT_TRUE(store->BeginGroup().ok());
  {
    const FullDisk full(rlim_t{256} << 10);
    const BegunWrite begun = store->Begin(BeginOf("r1")).value();
    // Either the call fails or the commit does.
    (void)store->MarkSending(ClaimOf(begun.entry), MarkOf(std::string(size_t{1} << 20, 'x')));
    const absl::Status ended = store->EndGroup();
    EXPECT_TRUE(absl::IsUnavailable(ended)) << ended;
    EXPECT_EQ(ReasonOf(ended), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  }
  const BegunWrite again = store->Begin(BeginOf("r1")).value();
  EXPECT_EQ(again.outcome, Outcome::kStarted);
  EXPECT_EQ(again.entry.fence, 1);
}

TEST_F(SqliteLedgerTest, WhereTheDiskIsFullCallsFail) {
  const auto store = Open();
  {
    const FullDisk full(0);
    const absl::Status failed = store->Begin(BeginOf("r1")).status();
    EXPECT_EQ(ReasonOf(failed), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
    EXPECT_EQ(store->TakeProblem(), failed);
  }
  EXPECT_EQ(store->Begin(BeginOf("r1"))->entry.fence, 1);
}

// Begins one entry after the other; the numbers of those that were answered go to `out`.
[[noreturn]] void BeginWithoutEnd(const std::string& path, int out) {
  const auto ledger = OpenLedger(SqliteOptions(path)).value();
  for (int number = 0;; ++number) {
    ledger->Run(
        [number, out](LedgerStore& store) -> Ledger::Deliver {
          (void)store.Begin(BeginOf(std::to_string(number)));
          return [number, out](const absl::Status& committed) {
            if (committed.ok() && write(out, &number, sizeof(number)) < 0) _exit(1);
          };
        },
        [](const absl::Status&) {});
  }
}

TEST_F(SqliteLedgerTest, WhatWasAnsweredOutOfGroupsOutlivesAKill) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t child = fork();
  if (child == 0) BeginWithoutEnd(path(), pipe_ends[1]);
  close(pipe_ends[1]);
  std::set<int> answered;
  int number = 0;
  while (answered.size() < 2000 && read(pipe_ends[0], &number, sizeof(number)) > 0) {
    answered.insert(number);
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  // What it had answered before it died.
  while (read(pipe_ends[0], &number, sizeof(number)) > 0) answered.insert(number);
  close(pipe_ends[0]);
  EXPECT_GE(answered.size(), 2000u);
  const auto store = Open();
  ASSERT_TRUE(store->BeginGroup().ok());
  for (const int each : answered) {
    // A second fence: there was an entry.
    ASSERT_EQ(store->Begin(BeginOf(std::to_string(each)))->entry.fence, 2);
  }
  ASSERT_TRUE(store->EndGroup().ok());
}

}  // namespace
}  // namespace bookings::testing
