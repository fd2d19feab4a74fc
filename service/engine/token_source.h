// The access token of a connection whose secret is exchanged for tokens: gets one when it is
// needed, renews it before it expires, one exchange at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "connectors/api/connector.h"
#include "service/engine/drive.h"
#include "service/engine/event_loop.h"
#include "service/engine/secret.h"
#include "service/engine/sender.h"
#include "service/engine/session_store.h"

namespace bookings {

// Where tokens come from. All pointers outlive the source.
struct TokenOrigin {
  const Connector* connector = nullptr;
  // Id of the connection, under which its session is stored.
  std::string connection;
  // As configured.
  Secret secret;
  // Where the session's newest refresh token is kept; null = the secret stays the same.
  SessionStore* sessions = nullptr;
};

// Lives on the loop's thread.
class TokenSource {
 public:
  using Arrived = absl::AnyInvocable<void(absl::StatusOr<Secret>) &&>;
  // One who waits for a token; destroying it withdraws, and does not stop the exchange for others.
  struct Waiter {
    Arrived arrived;
  };

  // `sender` carries the exchange and adds no credential.
  TokenSource(TokenOrigin origin, Sender* sender, EventLoop* loop);

  // The token, while none is due to be renewed.
  std::optional<Secret> Current() const;
  // Brings a renewed token, or the old one if it is still good and renewing fails; later than the
  // call returns. An exchange that was refused is not tried again for a while.
  std::shared_ptr<Waiter> Renew(Arrived arrived);
  // The vendor refuses `token` though it should be good. Whether it makes sense to try again, with
  // Current or Renew.
  bool Refused(const Secret& token);

 private:
  struct Token {
    Secret text;
    absl::Time obtained;
    absl::Time renew_at;
    absl::Time expires;
  };

  void StartExchange();
  void OnTokens(absl::StatusOr<Tokens> tokens);
  void Accept(Tokens tokens);
  absl::Status KeepSession();
  void AnswerSoon(absl::Status failure);
  void Answer(const absl::Status& failure);
  absl::StatusOr<Secret> Outcome(const absl::Status& failure);
  Secret SecretToExchange() const;

  const TokenOrigin origin_;
  const std::string origin_fingerprint_;
  Sender* const sender_;
  EventLoop* const loop_;
  std::optional<Token> token_;
  // A refresh token that the vendor has given but the store has not taken yet.
  std::optional<Secret> unsaved_;
  // The exchange was refused: not tried again before this.
  absl::Status refusal_;
  absl::Time refused_until_ = absl::InfinitePast();
  std::vector<std::weak_ptr<Waiter>> waiters_;
  std::unique_ptr<Drive<Tokens>> exchange_;
  std::unique_ptr<Timer> answer_;
};

}  // namespace bookings
