// What only the PostgreSQL store has: connections that break, settings of the database, replicas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "absl/strings/str_cat.h"
#include "connectors/api/failure.h"
#include "service/ledger/postgres_connection.h"
#include "tests/unit/service/ledger/lossy_proxy.h"
#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Outcome = BegunWrite::Outcome;

class PostgresLedgerTest : public ::testing::Test {
 protected:
  std::unique_ptr<GroupedStore> Open() { return MustOpen(PostgresOptions(conninfo_)); }
  // Breaks the gateway's connections.
  void Terminate() {
    RunSql(conninfo_,
           "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
           " WHERE datname = current_database() AND application_name = 'bookings-gateway'");
  }
  // The next `times` insertions fail with that SQLSTATE.
  void FailInsertions(int times, const std::string& state) {
    RunSql(conninfo_,
           absl::StrCat("CREATE SEQUENCE tries; CREATE FUNCTION fail() RETURNS trigger AS $$BEGIN"
                        " IF nextval('tries') <= ",
                        times, " THEN RAISE EXCEPTION 'planned' USING ERRCODE = '", state,
                        "'; END IF; RETURN NEW; END$$ LANGUAGE plpgsql;"
                        " CREATE TRIGGER fail BEFORE INSERT ON ledger_writes"
                        " FOR EACH ROW EXECUTE FUNCTION fail()"));
  }

  const std::string conninfo_ = NewPostgresDatabase();
};

TEST_F(PostgresLedgerTest, AConnectionStringThatIsNoneIsRefusedWithoutBeingShown) {
  const absl::Status error =
      OpenStore(PostgresOptions("host=here password=hush and more")).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(error.ToString(), Not(HasSubstr("hush")));
  EXPECT_THAT(error.ToString(), Not(HasSubstr("more")));
}

TEST_F(PostgresLedgerTest, AServerThatIsNotThereIsAFailureWithoutThePassword) {
  const absl::Status error =
      OpenStore(PostgresOptions("host=/nowhere password=hush dbname=x user=y")).status();
  EXPECT_EQ(error.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(error.ToString(), Not(HasSubstr("hush")));
}

TEST_F(PostgresLedgerTest, ABrokenConnectionIsReplacedBeforeTheNextGroup) {
  const auto store = Open();
  const WriteEntry entry = store->Begin(BeginOf("r1"))->entry;
  Terminate();
  EXPECT_TRUE(store->BeginGroup().ok());
  EXPECT_TRUE(store->Renew(ClaimOf(entry), kLease).value());
}

TEST_F(PostgresLedgerTest, AConnectionThatBreaksMeanwhileIsAFailureAndThenReplaced) {
  const auto store = Open();
  const WriteEntry entry = store->Begin(BeginOf("r1"))->entry;
  Terminate();
  const absl::Status failed = store->Renew(ClaimOf(entry), kLease).status();
  EXPECT_EQ(ReasonOf(failed), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  EXPECT_TRUE(store->Renew(ClaimOf(entry), kLease).value());
}

TEST_F(PostgresLedgerTest, ACrashOfTheServerLosesNothingThatWasAnswered) {
  const auto server = PostgresServer::Start(Durability::kNone).value();
  const auto store = MustOpen(PostgresOptions(server->NewDatabase("ledger").value()));
  const WriteEntry entry = store->Begin(BeginOf("r1"))->entry;
  ASSERT_EQ(store->MarkSending(ClaimOf(entry), MarkOf("plan")).value(), Marked::kYes);
  server->Crash();
  EXPECT_FALSE(store->BeginGroup().ok());
  EXPECT_FALSE(store->Renew(ClaimOf(entry), kLease).ok());
  ASSERT_TRUE(server->Resume().ok());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!store->BeginGroup().ok() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  const BegunWrite again = store->Begin(BeginOf("r1")).value();
  EXPECT_EQ(again.outcome, Outcome::kInProgress);
  EXPECT_EQ(again.entry.plan, "plan");
}

TEST_F(PostgresLedgerTest, SerialisationFailuresAreTriedAgain) {
  const auto store = Open();
  FailInsertions(2, "40001");
  EXPECT_EQ(store->Begin(BeginOf("r1"))->outcome, Outcome::kStarted);
}

TEST_F(PostgresLedgerTest, SerialisationFailuresAreNotTriedForEver) {
  const auto store = Open();
  FailInsertions(3, "40P01");
  EXPECT_FALSE(store->Begin(BeginOf("r1")).ok());
  EXPECT_EQ(store->Begin(BeginOf("r1"))->outcome, Outcome::kStarted);
}

TEST_F(PostgresLedgerTest, OtherFailuresAreNotTriedAgain) {
  const auto store = Open();
  FailInsertions(1, "53100");
  const absl::Status failed = store->Begin(BeginOf("r1")).status();
  EXPECT_EQ(ReasonOf(failed), v1::ERROR_REASON_LEDGER_UNAVAILABLE);
  EXPECT_EQ(store->Begin(BeginOf("r1"))->outcome, Outcome::kStarted);
}

TEST_F(PostgresLedgerTest, AServerThatBecameAStandbyIsLeft) {
  const auto store = Open();
  FailInsertions(1, "25006");
  EXPECT_FALSE(store->Begin(BeginOf("r1")).ok());
  // The connection was given up: another one is at work now.
  EXPECT_EQ(RunSql(conninfo_,
                   "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND"
                   " application_name = 'bookings-gateway' AND"
                   " datname = current_database()"),
            "0");
  EXPECT_TRUE(store->Begin(BeginOf("r1")).ok());
}

TEST_F(PostgresLedgerTest, SettingsOfTheDatabaseThatWouldLoseCommitsAreOverridden) {
  const std::string database = RunSql(conninfo_, "SELECT current_database()");
  for (const char* const setting :
       {"synchronous_commit = off", "default_transaction_isolation = serializable"}) {
    RunSql(conninfo_, absl::StrCat("ALTER DATABASE ", database, " SET ", setting));
  }
  PostgresConnection connection{Secret(conninfo_)};
  ASSERT_TRUE(connection.BeginGroup().ok());
  const auto show = [&](const std::string& name) {
    return std::get<std::string>(connection.RunText("SHOW " + name, {})->at(0).at(0));
  };
  EXPECT_EQ(show("synchronous_commit"), "on");
  EXPECT_EQ(show("transaction_isolation"), "read committed");
}

TEST_F(PostgresLedgerTest, StrongerCommitsAreKept) {
  const std::string database = RunSql(conninfo_, "SELECT current_database()");
  RunSql(conninfo_,
         absl::StrCat("ALTER DATABASE ", database, " SET synchronous_commit = remote_apply"));
  PostgresConnection connection{Secret(conninfo_)};
  ASSERT_TRUE(connection.BeginGroup().ok());
  EXPECT_EQ(std::get<std::string>(connection.RunText("SHOW synchronous_commit", {})->at(0).at(0)),
            "remote_apply");
}

TEST_F(PostgresLedgerTest, AnAnswerThatDoesNotComeIsNotWaitedForForEver) {
  PostgresConnection connection(Secret(conninfo_), std::chrono::seconds(1));
  ASSERT_TRUE(connection.BeginGroup().ok());
  EXPECT_TRUE(absl::IsUnavailable(connection.RunText("SELECT pg_sleep(60)", {}).status()));
  EXPECT_TRUE(connection.BeginGroup().ok());
  EXPECT_TRUE(connection.RunText("SELECT 1", {}).ok());
}

// A store whose answers can get lost, and another that finds what happened.
class LostAnswerTest : public PostgresLedgerTest {
 protected:
  LostAnswerTest() {
    // Prepares the statements, whose answers are not meant.
    const WriteEntry entry = store_->Begin(BeginOf("first"))->entry;
    EXPECT_EQ(store_->MarkSending(ClaimOf(entry), MarkOf("plan")).value(), Marked::kYes);
    EXPECT_EQ(store_->Complete(ClaimOf(entry), {"result", ""}).value(), Completed::kYes);
  }
  static void ExpectFailure(const absl::Status& status) {
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_LEDGER_UNAVAILABLE) << status;
  }

  LossyProxy proxy_{conninfo_};
  const std::unique_ptr<GroupedStore> store_ = MustOpen(PostgresOptions(proxy_.conninfo()));
  const std::unique_ptr<GroupedStore> other_ = Open();
};

TEST_F(LostAnswerTest, OfABeginLeavesAnIntentThatIsNotSent) {
  proxy_.LoseNextAnswer();
  ExpectFailure(store_->Begin(BeginOf("r1")).status());
  EXPECT_EQ(store_->Begin(BeginOf("r1"))->outcome, Outcome::kInProgress);
  ASSERT_TRUE(other_->Renew({KeyOf("r1"), 1}, -absl::Seconds(1)).value());
  EXPECT_EQ(other_->Begin(BeginOf("r1"))->outcome, Outcome::kStarted);
}

TEST_F(LostAnswerTest, OfAMarkIsAFailureThoughTheEntrySaysSending) {
  const Claim claim = ClaimOf(store_->Begin(BeginOf("r1"))->entry);
  proxy_.LoseNextAnswer();
  ExpectFailure(store_->MarkSending(claim, MarkOf("the plan")).status());
  ASSERT_TRUE(other_->Renew(claim, -absl::Seconds(1)).value());
  const BegunWrite found = other_->Begin(BeginOf("r1")).value();
  EXPECT_EQ(found.outcome, Outcome::kTakenOver);
  EXPECT_EQ(found.entry.plan, "the plan");
}

TEST_F(LostAnswerTest, OfACompletionIsFoundByTheNextBegin) {
  const Claim claim = ClaimOf(store_->Begin(BeginOf("r1"))->entry);
  proxy_.LoseNextAnswer();
  ExpectFailure(store_->Complete(claim, {"the result", "b1"}).status());
  EXPECT_EQ(store_->Begin(BeginOf("r1"))->entry.result, "the result");
}

// How many of `ids` a process of its own started.
int StartAll(const std::string& conninfo, int ids) {
  const auto store = MustOpen(PostgresOptions(conninfo));
  int started = 0;
  for (int id = 0; id < ids; ++id) {
    const auto begun = store->Begin(BeginOf(std::to_string(id)));
    if (!begun.ok()) _exit(255);
    started += begun->outcome == Outcome::kStarted ? 1 : 0;
  }
  return started;
}

TEST_F(PostgresLedgerTest, OfManyProcessesOneStartsEachId) {
  constexpr int kIds = 100;
  std::vector<pid_t> children;
  // They make the tables too, all at once.
  for (int i = 0; i < 6; ++i) {
    children.push_back(fork());
    if (children.back() == 0) _exit(StartAll(conninfo_, kIds));
  }
  int started = 0;
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    started += WEXITSTATUS(status);
  }
  EXPECT_EQ(started, kIds);
}

}  // namespace
}  // namespace bookings::testing
