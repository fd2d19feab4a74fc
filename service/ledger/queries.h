// The ledger's SQL: one text for both databases, which differ in few words.
#pragma once

#include <string>

namespace bookings {

enum class Query {
  kInsert,
  kFind,
  kTakeOver,
  kRestart,
  kMark,
  kRenew,
  kComplete,
  kRelease,
  kAdopted,
  kTakeAbandoned,
  kPrune,
  kClaimCalls,
};
inline constexpr int kQueries = static_cast<int>(Query::kClaimCalls) + 1;

// How a database spells what differs.
struct Dialect {
  // The type of byte strings.
  const char* bytes;
  // The clock, in microseconds since 1970.
  const char* now;
  // At the end of a SELECT: its rows are locked, and those that others hold are left out.
  const char* skip_locked;
  // In front of a parameter's number.
  const char* parameter;
  // A query that answers one row if there are tables of the ledger.
  const char* find_tables;
};

extern const Dialect kSqliteDialect;
extern const Dialect kPostgresDialect;

std::string QueryText(Query query, const Dialect& dialect);
// `@bytes`, `@now`, `@skip_locked`, `@entry` and `$` replaced.
std::string Spelled(const char* text, const Dialect& dialect);

}  // namespace bookings
