// See postgres_connection.h.
#include "service/ledger/postgres_connection.h"

#include <endian.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/ledger/schema.h"

namespace bookings {
namespace {

using std::chrono::steady_clock;

// After a failed attempt to connect, tasks are refused without another one.
constexpr std::chrono::milliseconds kConnectPause(500);
constexpr char kSetUp[] =
    "SET statement_timeout = '5s'; SET lock_timeout = '5s';"
    " SET idle_in_transaction_session_timeout = '10s';"
    " SET default_transaction_isolation = 'read committed';"
    // Stronger settings than `on` are kept.
    " SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
// Serialisation failures and deadlocks: how often a statement is tried.
constexpr int kAttempts = 3;

// Type of whole numbers in answers (pg_type.dat).
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
// One lock per ledger's tables, held while they are prepared: "ledger" in ASCII.
constexpr char kLockTables[] = "SELECT pg_advisory_xact_lock(119182731994482)";

// SQLSTATEs (PostgreSQL documentation, appendix A).
constexpr std::string_view kUniqueViolation = "23505";
constexpr std::string_view kReadOnlyTransaction = "25006";
constexpr std::string_view kRollbackClass = "40";
constexpr std::string_view kOperatorClass = "57P";

std::string SqlStateOf(const PGresult* result) {
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string() : std::string(state);
}

// libpq's own messages end in a line break.
std::string Tidy(const char* message) {
  return std::string(absl::StripTrailingAsciiWhitespace(message));
}

template <typename Whole>
Whole ReadWhole(const char* bytes) {
  Whole whole;
  std::memcpy(&whole, bytes, sizeof(whole));
  return whole;
}

SqlCell CellOf(const PGresult* result, int row, int column) {
  const char* const bytes = PQgetvalue(result, row, column);
  const Oid type = PQftype(result, column);
  if (type == kInt8 && PQgetlength(result, row, column) == sizeof(uint64_t)) {
    return static_cast<int64_t>(be64toh(ReadWhole<uint64_t>(bytes)));
  }
  if (type == kInt4 && PQgetlength(result, row, column) == sizeof(uint32_t)) {
    return int64_t{static_cast<int32_t>(be32toh(ReadWhole<uint32_t>(bytes)))};
  }
  return std::string(bytes, static_cast<size_t>(PQgetlength(result, row, column)));
}

SqlRows RowsOf(const PGresult* result) {
  SqlRows rows(static_cast<size_t>(PQntuples(result)));
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < PQnfields(result); ++column) {
      rows[static_cast<size_t>(row)].push_back(CellOf(result, row, column));
    }
  }
  return rows;
}

std::string NameOf(Query query) { return absl::StrCat("ledger", static_cast<int>(query)); }

// libpq's complaints may quote the string, with the password in it.
absl::Status CheckConninfo(const Secret& conninfo) {
  char* complaint = nullptr;
  PQconninfoOption* const options = PQconninfoParse(conninfo.RevealForUse().c_str(), &complaint);
  if (complaint != nullptr) PQfreemem(complaint);
  if (options == nullptr) {
    return absl::InvalidArgumentError("the ledger's PostgreSQL connection string is not valid");
  }
  PQconninfoFree(options);
  return absl::OkStatus();
}

}  // namespace

// Values as libpq takes them; numbers as text, byte strings as they are.
struct PostgresConnection::Values {
  explicit Values(const SqlValues& values) {
    texts.reserve(values.size());
    for (const SqlValue& value : values) Add(value);
    for (const std::string& text : texts) pointers.push_back(text.data());
  }

  int count() const { return static_cast<int>(texts.size()); }

  std::vector<std::string> texts;
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  std::vector<int> formats;

 private:
  void Add(const SqlValue& value) {
    const auto* const bytes = std::get_if<SqlBytes>(&value);
    if (bytes != nullptr) {
      texts.push_back(bytes->bytes);
    } else if (const auto* const text = std::get_if<SqlText>(&value)) {
      texts.push_back(text->text);
    } else {
      texts.push_back(absl::StrCat(std::get<int64_t>(value)));
    }
    lengths.push_back(static_cast<int>(texts.back().size()));
    formats.push_back(bytes != nullptr ? 1 : 0);
  }
};

absl::Status PreparePostgres(const Secret& conninfo, const KeyRing& keys) {
  if (absl::Status checked = CheckConninfo(conninfo); !checked.ok()) return checked;
  PostgresConnection connection(conninfo);
  if (absl::Status connected = connection.BeginGroup(); !connected.ok()) return connected;
  const auto run = [&](const std::string& text, const SqlValues& values) {
    return connection.RunText(text, values);
  };
  // Where a step fails the connection ends, and with it the transaction.
  for (const char* const text : {"BEGIN", kLockTables}) {
    if (absl::Status begun = run(text, {}).status(); !begun.ok()) return begun;
  }
  absl::Status prepared = PrepareSchema(run, keys, kPostgresDialect);
  return prepared.ok() ? run("COMMIT", {}).status() : prepared;
}

absl::StatusOr<SqlRows> PostgresConnection::Run(Query query, const SqlValues& values) {
  const Values taken(values);
  absl::StatusOr<SqlRows> rows = RunOnce(query, taken);
  for (int attempt = 1; absl::IsAborted(rows.status()) && attempt < kAttempts; ++attempt) {
    rows = RunOnce(query, taken);
  }
  return rows;
}

absl::Status PostgresConnection::BeginGroup() {
  if (connection_ && IsAlive()) return absl::OkStatus();
  connection_.reset();
  const steady_clock::time_point now = steady_clock::now();
  if (now < next_attempt_) return absl::UnavailableError("the database cannot be reached");
  absl::Status connected = Connect();
  if (connected.ok()) connected = SetUp();
  if (connected.ok()) return connected;
  connection_.reset();
  next_attempt_ = steady_clock::now() + kConnectPause;
  return connected;
}

// What the connection string says wins over what stands before it.
absl::Status PostgresConnection::Connect() {
  constexpr size_t kOptions = 8;
  const std::array<const char*, kOptions> names = {
      "connect_timeout",           "tcp_user_timeout", "client_encoding", "target_session_attrs",
      "fallback_application_name", "dbname",           nullptr,           nullptr};
  // Seconds and milliseconds; read-write: after a failover the old primary is of no use.
  const std::array<const char*, kOptions> values = {
      "5",     "10000", "UTF8", "read-write", "bookings-gateway", conninfo_.RevealForUse().c_str(),
      nullptr, nullptr};
  connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  prepared_.reset();
  // Notices would go to standard error, where the log is.
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  if (PQstatus(connection_.get()) == CONNECTION_OK) return absl::OkStatus();
  return absl::UnavailableError(Tidy(PQerrorMessage(connection_.get())));
}

absl::Status PostgresConnection::SetUp() {
  return Await(PQsendQuery(connection_.get(), kSetUp)).status();
}

// Between statements the server has nothing to say but its farewell and the end of the stream, and
// notices.
bool PostgresConnection::IsAlive() {
  pollfd idle{PQsocket(connection_.get()), POLLIN, 0};
  while (poll(&idle, 1, 0) > 0) {
    if (PQconsumeInput(connection_.get()) != 1) return false;
  }
  return PQstatus(connection_.get()) == CONNECTION_OK;
}

absl::StatusOr<SqlRows> PostgresConnection::RunText(const std::string& text,
                                                    const SqlValues& values) {
  const Values taken(values);
  return Await(PQsendQueryParams(connection_.get(), text.c_str(), taken.count(), nullptr,
                                 taken.pointers.data(), taken.lengths.data(), taken.formats.data(),
                                 1));
}

absl::StatusOr<SqlRows> PostgresConnection::RunOnce(Query query, const Values& values) {
  if (absl::Status prepared = EnsurePrepared(query); !prepared.ok()) return prepared;
  return Await(PQsendQueryPrepared(connection_.get(), NameOf(query).c_str(), values.count(),
                                   values.pointers.data(), values.lengths.data(),
                                   values.formats.data(), 1));
}

absl::Status PostgresConnection::EnsurePrepared(Query query) {
  if (!connection_) {
    if (absl::Status connected = BeginGroup(); !connected.ok()) return connected;
  }
  const auto number = static_cast<size_t>(query);
  if (prepared_[number]) return absl::OkStatus();
  const std::string text = QueryText(query, kPostgresDialect);
  absl::Status prepared =
      Await(PQsendPrepare(connection_.get(), NameOf(query).c_str(), text.c_str(), 0, nullptr))
          .status();
  prepared_[number] = prepared.ok();
  return prepared;
}

absl::StatusOr<SqlRows> PostgresConnection::Await(int sent) {
  if (sent != 1) return Lost();
  SqlRows rows;
  absl::Status failure;
  while (true) {
    absl::StatusOr<Result> result = NextResult();
    if (!result.ok()) return result.status();
    if (*result == nullptr) break;
    absl::Status explained = ExplainResult(result->get());
    if (explained.ok()) {
      rows = RowsOf(result->get());
    } else if (failure.ok()) {
      failure = std::move(explained);
    }
  }
  if (PQstatus(connection_.get()) != CONNECTION_OK || absl::IsUnavailable(failure)) {
    connection_.reset();
  }
  if (!failure.ok()) return failure;
  return rows;
}

// Null after the last one.
absl::StatusOr<PostgresConnection::Result> PostgresConnection::NextResult() {
  const steady_clock::time_point deadline = steady_clock::now() + answer_timeout_;
  while (PQisBusy(connection_.get()) == 1) {
    if (!AwaitInput(deadline) || PQconsumeInput(connection_.get()) != 1) return Lost();
  }
  return Result(PQgetResult(connection_.get()));
}

bool PostgresConnection::AwaitInput(steady_clock::time_point deadline) {
  pollfd input{PQsocket(connection_.get()), POLLIN, 0};
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return false;
    const int ready = poll(&input, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

absl::Status PostgresConnection::ExplainResult(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return absl::OkStatus();
  // The first line alone: details quote values.
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string message = Tidy(primary == nullptr ? PQresultErrorMessage(result) : primary);
  const std::string state = SqlStateOf(result);
  if (state == kUniqueViolation) return absl::AlreadyExistsError(message);
  if (absl::StartsWith(state, absl::string_view(kRollbackClass.data(), kRollbackClass.size()))) {
    return absl::AbortedError(message);
  }
  const bool leaves =
      state == kReadOnlyTransaction || state.empty() ||
      absl::StartsWith(state, absl::string_view(kOperatorClass.data(), kOperatorClass.size()));
  if (leaves) return absl::UnavailableError(message);
  return absl::InternalError(message);
}

absl::Status PostgresConnection::Lost() {
  std::string message = Tidy(PQerrorMessage(connection_.get()));
  connection_.reset();
  return absl::UnavailableError(message.empty() ? "the database does not answer" : message);
}

}  // namespace bookings
