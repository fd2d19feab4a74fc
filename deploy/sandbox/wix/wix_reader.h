// Selects an account's bookings for both generations: filtered, ordered, and kept while they are
// paged through.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_account.h"
#include "deploy/sandbox/wix/wix_filter.h"
#include "deploy/sandbox/wix/wix_query.h"

namespace bookings::sandbox::wix {

// A predicate with a name that tells it from all others of the account.
struct RowTest {
  std::string name;
  std::function<bool(const Row&)> passes;
};

// The rows that pass, in the order of `terms`, which are total (WithTieBreak). Valid until the
// store changes or is asked again.
const Slots& SelectRows(WixAccount& account, const std::vector<SortTerm>& terms,
                        const RowTest& test);

// The rows that pass a filter; `source` is its JSON text.
RowTest TestOf(const Filter& filter, const std::string& source, const WixAccount& account);

// Filter rules of the account's switches for one endpoint's fields.
FilterRules RulesFor(std::span<const Field> fields, const Switches& switches);

// Brings the account's visible state up to date for this call.
WixAccount& SettledAccount(const Call& call);

// A 200 with what every answer of the reader carries.
Answer AnswerRead(const WixAccount& account, const Json& body);

}  // namespace bookings::sandbox::wix
