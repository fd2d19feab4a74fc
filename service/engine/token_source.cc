// See token_source.h.
#include "service/engine/token_source.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/fingerprint.h"

namespace bookings {
namespace {

// Tokens are renewed this long before they expire, or at half their life if that is shorter: as
// Tiquo's own package does (tiquo.md, Refresh).
constexpr absl::Duration kRenewBeforeExpiry = absl::Minutes(5);
// After an exchange that was refused, or one that failed while the token is still good, none is
// tried for this long. A token that is refused at this age or younger is not renewed either: it
// would not help.
constexpr absl::Duration kPause = absl::Seconds(30);

// A refusal of the secret itself; other failures (an unreadable answer) stay what they are.
absl::Status SecretRefused(const absl::Status& failure) {
  if (failure.code() != absl::StatusCode::kFailedPrecondition) return failure;
  FailureDetails details = DetailsOf(failure).value_or(FailureDetails());
  details.set_reason(v1::ERROR_REASON_VENDOR_AUTH_FAILED);
  return MakeFailure(absl::StatusCode::kFailedPrecondition,
                     "the vendor refuses to exchange the credential for a token", details);
}

absl::Status SessionNotKept() {
  return MakeFailure(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                     "the vendor session cannot be written to the session store");
}

}  // namespace

TokenSource::TokenSource(TokenOrigin origin, Sender* sender, EventLoop* loop)
    : origin_(std::move(origin)),
      origin_fingerprint_(HexDigits(HashBytes(origin_.secret.RevealForUse()))),
      sender_(sender),
      loop_(loop) {}

std::optional<Secret> TokenSource::Current() const {
  if (!token_ || loop_->Now() >= token_->renew_at) return std::nullopt;
  return token_->text;
}

std::shared_ptr<TokenSource::Waiter> TokenSource::Renew(Arrived arrived) {
  auto waiter = std::make_shared<Waiter>(Waiter{std::move(arrived)});
  std::erase_if(waiters_, [](const std::weak_ptr<Waiter>& other) { return other.expired(); });
  waiters_.push_back(waiter);
  if (exchange_ == nullptr && answer_ == nullptr) StartExchange();
  return waiter;
}

bool TokenSource::Refused(const Secret& token) {
  if (!token_ || !(token_->text == token)) return true;  // it has been replaced meanwhile
  if (loop_->Now() < token_->obtained + kPause) return false;
  token_.reset();
  return true;
}

void TokenSource::StartExchange() {
  if (loop_->Now() < refused_until_) return AnswerSoon(refusal_);
  if (absl::Status kept = KeepSession(); !kept.ok()) return AnswerSoon(std::move(kept));
  // Without a caller's deadline: it serves all who wait, and the transport bounds each attempt.
  exchange_ = std::make_unique<Drive<Tokens>>(
      origin_.connector->ExchangeTokens(SecretToExchange().RevealForUse()), *sender_, *loop_,
      CallContext(), [this](absl::StatusOr<Tokens> tokens) { OnTokens(std::move(tokens)); });
}

Secret TokenSource::SecretToExchange() const {
  if (origin_.sessions == nullptr) return origin_.secret;
  std::optional<Session> session = origin_.sessions->Load(origin_.connection);
  if (!session || session->origin != origin_fingerprint_) return origin_.secret;
  return std::move(session->refresh_token);
}

void TokenSource::OnTokens(absl::StatusOr<Tokens> tokens) {
  exchange_.reset();
  if (tokens.ok()) {
    if (!tokens->refresh_token.empty()) unsaved_ = Secret(std::move(tokens->refresh_token));
    const absl::Status kept = KeepSession();
    if (kept.ok()) Accept(*std::move(tokens));
    return Answer(kept);
  }
  if (IsTransient(tokens.status())) return Answer(tokens.status());
  refusal_ = SecretRefused(tokens.status());
  refused_until_ = loop_->Now() + kPause;
  Answer(refusal_);
}

// A token is used only when the session that it came with is safe: the vendor has consumed the
// former refresh token, and a crash would lose the session.
absl::Status TokenSource::KeepSession() {
  if (!unsaved_) return absl::OkStatus();
  if (origin_.sessions == nullptr) return SessionNotKept();
  Session session{*unsaved_, origin_fingerprint_};
  if (!origin_.sessions->Store(origin_.connection, std::move(session)).ok()) {
    return SessionNotKept();
  }
  unsaved_.reset();
  return absl::OkStatus();
}

void TokenSource::Accept(Tokens tokens) {
  const absl::Time now = loop_->Now();
  const absl::Duration early = std::min(kRenewBeforeExpiry, tokens.lifetime / 2);
  token_ = Token{Secret(std::move(tokens.access_token)), now, now + tokens.lifetime - early,
                 now + tokens.lifetime};
}

void TokenSource::AnswerSoon(absl::Status failure) {
  answer_ = loop_->CallAt(loop_->Now(), [this, failure = std::move(failure)] {
    answer_.reset();
    Answer(failure);
  });
}

// What those who wait get: the old token too, if renewing failed while it is still good.
absl::StatusOr<Secret> TokenSource::Outcome(const absl::Status& failure) {
  if (failure.ok()) return token_->text;
  if (!token_ || loop_->Now() >= token_->expires) return failure;
  token_->renew_at = loop_->Now() + kPause;
  return token_->text;
}

void TokenSource::Answer(const absl::Status& failure) {
  const absl::StatusOr<Secret> outcome = Outcome(failure);
  for (const std::weak_ptr<Waiter>& waiting : std::exchange(waiters_, {})) {
    if (const std::shared_ptr<Waiter> waiter = waiting.lock()) std::move(waiter->arrived)(outcome);
  }
}

}  // namespace bookings
