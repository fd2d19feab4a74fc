// See queries.h.
#include "service/ledger/queries.h"

#include <array>

#include "absl/strings/str_replace.h"

namespace bookings {

// ledger_now() is the function that sqlite_connection.cc provides.
const Dialect kSqliteDialect = {"blob", "ledger_now()", "", "?",
                                "SELECT 1 FROM sqlite_master WHERE name = 'ledger_schema'"};
// A sub-select, so that it is evaluated once and indices on times can be used.
const Dialect kPostgresDialect = {
    "bytea", "(SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)",
    "FOR UPDATE SKIP LOCKED", "$", "SELECT 1 WHERE to_regclass('ledger_schema') IS NOT NULL"};

namespace {

struct QueryRow {
  Query query;
  const char* text;
};

// States by their numbers of states.h: 1 intent, 2 sending, 3 done, 4 released. The parameter of an
// empty byte string is there because the databases spell it differently.
constexpr std::array<QueryRow, kQueries> kTexts = {{
    {Query::kInsert,
     "INSERT INTO ledger_writes (id, connection, operation, sealed_key, fingerprint, identity,"
     " state, fence, released, lease_end, begin_time, send_time, end_time, sends,"
     " rivalry, plan, result, adopted)"
     " VALUES ($1, $2, $3, $4, $5, $6, 1, 1, 0, @now + $7, @now, 0, 0, 0, $8, $8, $8, $8)"
     " ON CONFLICT (id) DO NOTHING RETURNING @entry"},
    {Query::kFind, "SELECT @entry, fingerprint, lease_end FROM ledger_writes WHERE id = $1"},
    // The holder may renew or mark between the look and the change.
    {Query::kTakeOver,
     "UPDATE ledger_writes SET fence = fence + 1, lease_end = @now + $4"
     " WHERE id = $1 AND fence = $2 AND state = $3 AND lease_end <= @now RETURNING @entry"},
    {Query::kRestart,
     "UPDATE ledger_writes SET fence = fence + 1, state = 1, released = released + 1,"
     " lease_end = @now + $3, begin_time = @now, send_time = 0, end_time = 0, sends = 0,"
     " rivalry = $4, plan = $4"
     " WHERE id = $1 AND fence = $2 AND state = 4 RETURNING @entry"},
    {Query::kMark,
     "UPDATE ledger_writes SET state = 2, plan = $3, rivalry = $4, sends = sends + 1,"
     " send_time = @now, lease_end = @now + $5"
     " WHERE id = $1 AND fence = $2 AND state IN (1, 2) RETURNING fence"},
    {Query::kRenew,
     "UPDATE ledger_writes SET lease_end = @now + $3"
     " WHERE id = $1 AND fence = $2 AND state IN (1, 2) RETURNING fence"},
    {Query::kComplete,
     "UPDATE ledger_writes SET state = 3, result = $3, adopted = $4, end_time = @now"
     " WHERE id = $1 AND fence = $2 AND state IN (1, 2) RETURNING fence"},
    {Query::kRelease,
     "UPDATE ledger_writes SET state = 4, plan = $3, rivalry = $3, end_time = @now"
     " WHERE id = $1 AND fence = $2 AND state IN (1, 2) RETURNING fence"},
    {Query::kAdopted,
     "SELECT fence FROM ledger_writes WHERE connection = $1 AND adopted = $2"
     " AND length(adopted) > 0 AND id <> $3"},
    {Query::kTakeAbandoned,
     "WITH taken AS MATERIALIZED (SELECT id FROM ledger_writes"
     " WHERE state IN (1, 2) AND lease_end <= @now - $1 ORDER BY lease_end LIMIT $2 @skip_locked)"
     " UPDATE ledger_writes SET fence = fence + 1, lease_end = @now + $3"
     " WHERE id IN (SELECT id FROM taken) RETURNING @entry, id"},
    {Query::kPrune,
     "WITH old AS MATERIALIZED (SELECT id FROM ledger_writes"
     " WHERE state IN (3, 4) AND end_time <= @now - $1 ORDER BY end_time LIMIT $2 @skip_locked)"
     " DELETE FROM ledger_writes WHERE id IN (SELECT id FROM old) RETURNING fence"},
    // $3 calls of $4: all of them, or what is left; less than none are given back.
    {Query::kClaimCalls,
     "INSERT INTO ledger_quotas (connection, month, used, granted)"
     " SELECT CAST($1 AS text), CAST($2 AS bigint), first.calls, first.calls FROM (SELECT CASE"
     " WHEN @calls < 0 THEN 0 WHEN @calls <= @quota THEN @calls ELSE @quota END AS calls) AS first"
     " WHERE true"
     " ON CONFLICT (connection, month) DO UPDATE SET granted = @grant,"
     " used = ledger_quotas.used + @grant RETURNING granted, used"},
}};

constexpr bool InOrder() {
  for (int i = 0; i < kQueries; ++i) {
    if (static_cast<int>(kTexts[static_cast<size_t>(i)].query) != i) return false;
  }
  return true;
}
static_assert(InOrder());

// The columns that entries are read from, in the order of EntryColumn (sql_store.cc).
constexpr char kEntryColumnNames[] =
    "state, fence, identity, released, @now, begin_time, send_time, sends, plan, result,"
    " sealed_key";

// What of a claim is granted once calls were counted before.
constexpr char kGrant[] =
    "CASE WHEN ledger_quotas.used + @calls <= @quota THEN @calls"
    " WHEN ledger_quotas.used < @quota THEN @quota - ledger_quotas.used ELSE 0 END";

}  // namespace

std::string Spelled(const char* text, const Dialect& dialect) {
  std::string whole =
      absl::StrReplaceAll(text, {{"@entry", kEntryColumnNames}, {"@grant", kGrant}});
  whole = absl::StrReplaceAll(whole,
                              {{"@calls", "CAST($3 AS bigint)"}, {"@quota", "CAST($4 AS bigint)"}});
  return absl::StrReplaceAll(whole, {{"@bytes", dialect.bytes},
                                     {"@now", dialect.now},
                                     {"@skip_locked", dialect.skip_locked},
                                     {"$", dialect.parameter}});
}

std::string QueryText(Query query, const Dialect& dialect) {
  return Spelled(kTexts[static_cast<size_t>(query)].text, dialect);
}

}  // namespace bookings
