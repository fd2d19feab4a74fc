// See wix_reader.h.
#include "deploy/sandbox/wix/wix_reader.h"

#include "deploy/sandbox/wix/wix_switches.h"

namespace bookings::sandbox::wix {
namespace {

std::string NameOf(const std::vector<SortTerm>& terms) {
  std::string name;
  for (const SortTerm& term : terms) {
    name.append(term.field->path);
    name += term.direction == Direction::kAscending ? '+' : '-';
  }
  return name;
}

}  // namespace

const Slots& SelectRows(WixAccount& account, const std::vector<SortTerm>& terms,
                        const RowTest& test) {
  const auto key_of = [&](const Row& row) { return KeyOf(terms, row, account.catalogue()); };
  const std::string name = test.name + "|" + Fingerprint(account.switches);
  return account.store().Selected(NameOf(terms), key_of, name, test.passes);
}

RowTest TestOf(const Filter& filter, const std::string& source, const WixAccount& account) {
  return {source,
          [&filter, &account](const Row& row) { return filter.Matches(row, account.catalogue()); }};
}

FilterRules RulesFor(std::span<const Field> fields, const Switches& switches) {
  FilterRules rules;
  rules.fields = fields;
  if (switches.Is("unsupported_filter", "ignore")) {
    rules.unsupported = FilterRules::Unsupported::kIgnore;
  }
  if (switches.Is("repeated_filter", "all_count")) rules.repeats = FilterRules::Repeats::kAllCount;
  if (switches.Is("v2_logic", "accept")) rules.logic = FilterRules::Logic::kAccept;
  if (switches.Is("v2_paths", "plain_too")) rules.paths = FilterRules::Paths::kPlainToo;
  return rules;
}

WixAccount& SettledAccount(const Call& call) {
  auto& account = static_cast<WixAccount&>(call.account);
  account.Settle(call.now, call.request.Header("x-wix-consistent"));
  return account;
}

Answer AnswerRead(const WixAccount& account, const Json& body) {
  Answer answer = WixAnswer(200, body);
  if (account.switches.Is("consistent_token", "always")) {
    answer.headers.push_back({"x-wix-consistent", account.ConsistentToken()});
  }
  return answer;
}

}  // namespace bookings::sandbox::wix
