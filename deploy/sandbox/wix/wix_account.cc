// See wix_account.h.
#include "deploy/sandbox/wix/wix_account.h"

#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "deploy/sandbox/core/sandbox.h"
#include "deploy/sandbox/wix/wix_switches.h"

namespace bookings::sandbox::wix {
namespace {

// The default account's credentials are fixed, so that a person can type them; see README.md.
WixCredentials DefaultCredentials() {
  return {.api_key = "wix_key_sandbox",
          .site_id = "96000000-0000-4000-8000-000000000001",
          .client_id = "93000000-0000-4000-8000-000000000001",
          .client_secret = "wix_secret_sandbox",
          .instance_id = "94000000-0000-4000-8000-000000000001",
          .member_token = "wix_member_sandbox"};
}

WixCredentials MakeCredentials(const std::string& account) {
  if (account == kDefaultAccount) return DefaultCredentials();
  return {.api_key = "wix_key_" + account,
          .site_id = MakeGuid(0, "site " + account, 0),
          .client_id = MakeGuid(0, "client " + account, 0),
          .client_secret = "wix_secret_" + account,
          .instance_id = MakeGuid(0, "instance " + account, 0),
          .member_token = "wix_member_" + account};
}

RowStore<Row> MakeStore(const AccountSpec& spec) {
  auto generator =
      std::make_shared<const Generator>(DataPlan{spec.seed, spec.bookings, spec.traps, spec.epoch});
  return RowStore<Row>(spec.bookings, [generator](std::uint64_t i) { return generator->At(i); });
}

}  // namespace

WixAccount::WixAccount(const AccountSpec& spec, Offers offers)
    : Account(spec.name, WixSwitches()),
      seed_(spec.seed),
      credentials_(MakeCredentials(spec.name)),
      catalogue_(spec.seed),
      offers_(std::move(offers)),
      store_(MakeStore(spec)) {}

Caller WixAccount::CallerOf(std::string_view credential, absl::Time now) const {
  if (credential == credentials_.api_key) return Caller::kApiKey;
  if (credential == credentials_.member_token) return Caller::kMember;
  const auto token = token_expiry_.find(std::string(credential));
  if (token == token_expiry_.end()) return Caller::kStranger;
  return now < token->second ? Caller::kApp : Caller::kExpiredApp;
}

WixAccount::IssuedToken WixAccount::IssueToken(absl::Time now) {
  IssuedToken issued;
  issued.token = "OAUTH2." + name + "." + MakeGuid(seed_, "token", issued_++);
  token_expiry_[issued.token] = now + kTokenLife;
  tokens_by_age_.push_back(issued.token);
  if (tokens_by_age_.size() > kMaxTokens) {
    issued.forgotten = tokens_by_age_.front();
    token_expiry_.erase(tokens_by_age_.front());
    tokens_by_age_.pop_front();
  }
  return issued;
}

std::optional<Row> WixAccount::Latest(const std::string& id) {
  for (auto change = pending_.rbegin(); change != pending_.rend(); ++change) {
    if (change->id == id) return change->row;
  }
  const std::optional<Slot> slot = store_.Find(id);
  if (!slot) return std::nullopt;
  return store_.At(*slot);
}

// Whether PENDING blocks is told both ways (wix.md 3.5).
void WixAccount::TakeUp(const Row& row) {
  const bool waits = row.state == State::kAwaitingApproval && switches.Is("pending_blocks", "yes");
  row.state == State::kConfirmed || waits ? agenda_.Put(row) : agenda_.Remove(row.id);
}

void WixAccount::Put(Row row, absl::Time now) {
  TakeUp(row);
  Change change;
  change.id = row.id;
  change.row = std::move(row);
  Commit(std::move(change), now);
}

void WixAccount::Remove(std::string id, absl::Time now) {
  LetGo(id);
  Change change;
  change.id = std::move(id);
  Commit(std::move(change), now);
}

void WixAccount::Commit(Change change, absl::Time now) {
  const std::string_view lag = switches.Get("read_lag_ms");
  std::int64_t millis = 0;
  (void)absl::SimpleAtoi(absl::string_view(lag.data(), lag.size()), &millis);
  change.visible = now + absl::Milliseconds(millis);
  change.number = ++changes_;
  pending_.push_back(std::move(change));
  Settle(now, std::nullopt);
}

void WixAccount::Settle(absl::Time now, const std::optional<std::string>& consistent) {
  std::uint64_t known = 0;
  if (consistent) (void)absl::SimpleAtoi(*consistent, &known);
  while (!pending_.empty() &&
         (pending_.front().visible <= now || pending_.front().number <= known)) {
    Apply(pending_.front());
    pending_.pop_front();
  }
}

void WixAccount::Apply(const Change& change) {
  const std::optional<Slot> slot = store_.Find(change.id);
  if (!change.row) {
    if (slot) store_.Remove(*slot);
  } else if (slot) {
    store_.Replace(*slot, *change.row);
  } else {
    store_.Insert(*change.row);
  }
}

std::string WixAccount::ConsistentToken() const { return std::to_string(changes_); }

}  // namespace bookings::sandbox::wix
