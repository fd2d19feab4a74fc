// One simulated Wix site: its credentials and tokens, its bookings, and the delay with which reads
// see changes. Guarded by the account's mutex.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/row_store.h"
#include "deploy/sandbox/wix/wix_agenda.h"
#include "deploy/sandbox/wix/wix_catalogue.h"
#include "deploy/sandbox/wix/wix_model.h"
#include "deploy/sandbox/wix/wix_offers.h"

namespace bookings::sandbox::wix {

// Fixed when the account is made.
struct WixCredentials {
  std::string api_key;
  std::string site_id;
  std::string client_id;
  std::string client_secret;
  std::string instance_id;
  // A site member's own token: sees the bookings of one contact only, and v1 only (wix.md 1.3).
  std::string member_token;
};

// Who makes a call.
enum class Caller { kStranger, kApiKey, kApp, kExpiredApp, kMember };

class WixAccount : public Account {
 public:
  // Four hours (wix.md 1.3).
  static constexpr absl::Duration kTokenLife = absl::Hours(4);
  // Tokens that are kept, expired ones included; the oldest are forgotten.
  static constexpr std::size_t kMaxTokens = 1'000;

  WixAccount(const AccountSpec& spec, Offers offers);

  const WixCredentials& credentials() const { return credentials_; }
  const Catalogue& catalogue() const { return catalogue_; }
  // The bookings as reads see them now.
  RowStore<Row>& store() { return store_; }
  const RowStore<Row>& store() const { return store_; }

  const Offers& offers() const { return offers_; }
  const Agenda& agenda() const { return agenda_; }
  // The key of a locked class session (wix.md 2.1), by its v1 session id.
  absl::flat_hash_map<std::string, std::string>& locks() { return locks_; }
  // A number that no generated thing has, for ids and salts.
  std::uint64_t NextNumber() { return ++made_; }

  // The contact whose bookings the member token sees.
  std::uint32_t member_contact() const { return 0; }

  Caller CallerOf(std::string_view credential, absl::Time now) const;

  struct IssuedToken {
    std::string token;
    std::optional<std::string> forgotten;  // an old one that ends with it
  };
  IssuedToken IssueToken(absl::Time now);

  // The booking as committed, which reads may not see yet.
  std::optional<Row> Latest(const std::string& id);
  // Takes up what the row takes, or lets it go, as its state says.
  void TakeUp(const Row& row);
  void LetGo(const std::string& id) { agenda_.Remove(id); }

  // Changes become visible after the account's read lag, or once a caller shows that it knows of
  // them.
  void Put(Row row, absl::Time now);
  void Remove(std::string id, absl::Time now);
  // Makes visible what is due, and whatever a caller has proof of: the x-wix-consistent of an
  // earlier answer.
  void Settle(absl::Time now, const std::optional<std::string>& consistent);
  // What an answer carries as x-wix-consistent.
  std::string ConsistentToken() const;

 private:
  struct Change {
    absl::Time visible;
    std::uint64_t number = 0;
    std::string id;
    std::optional<Row> row;  // none = removed
  };

  void Commit(Change change, absl::Time now);
  void Apply(const Change& change);

  const std::uint64_t seed_;
  const WixCredentials credentials_;
  const Catalogue catalogue_;
  const Offers offers_;
  Agenda agenda_;
  absl::flat_hash_map<std::string, std::string> locks_;
  std::uint64_t made_ = 0;
  RowStore<Row> store_;
  std::deque<Change> pending_;
  std::uint64_t changes_ = 0;
  std::uint64_t issued_ = 0;
  std::deque<std::string> tokens_by_age_;
  absl::flat_hash_map<std::string, absl::Time> token_expiry_;
};

}  // namespace bookings::sandbox::wix
