// See authorized_sender.h.
#include "service/engine/authorized_sender.h"

#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/immediate_failure.h"

namespace bookings {
namespace {

bool IsCredentialRefused(const absl::Status& failure) {
  return ReasonOf(failure) == v1::ERROR_REASON_VENDOR_AUTH_FAILED;
}

absl::Status CallerTokenMissing() {
  return MakeFailure(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_VENDOR_TOKEN_EXPIRED,
                     "this connection needs a customer's token with every call");
}

absl::Status CallerTokenUnsupported() {
  return MakeFailure(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_UNSUPPORTED_FIELD,
                     "this connection takes no customer's token");
}

absl::Status CallerTokenRefused(const absl::Status& refusal) {
  FailureDetails details = DetailsOf(refusal).value_or(FailureDetails());
  details.set_reason(v1::ERROR_REASON_VENDOR_TOKEN_EXPIRED);
  return MakeFailure(absl::StatusCode::kUnauthenticated, "the vendor refuses the customer's token",
                     details);
}

// Our tokens come from an exchange, which takes time and can be repeated.
bool IsExchanged(Credentials::Kind kind) {
  return kind == Credentials::Kind::kExchangedSecret || kind == Credentials::Kind::kRotatingSession;
}

}  // namespace

// One request that goes out with an access token of ours: waits for it, and once renews it when the
// vendor refuses it.
class AuthorizedSender::TokenCall : public Exchange {
 public:
  TokenCall(AuthorizedSender* sender, HttpRequest request, const CallContext& context, Done done)
      : sender_(sender), request_(std::move(request)), context_(context), done_(std::move(done)) {}

  void Begin() {
    if (std::optional<Secret> token = sender_->tokens_.Current()) return Attempt(*token);
    limit_ = sender_->loop_->CallAt(context_.deadline, [this] {
      waiter_.reset();
      Report(Unsent(DeadlineExceeded("an access token was renewed")));
    });
    waiter_ =
        sender_->tokens_.Renew([this](absl::StatusOr<Secret> token) { OnToken(std::move(token)); });
  }

 private:
  void OnToken(absl::StatusOr<Secret> token) {
    limit_.reset();
    waiter_.reset();
    // Whatever became of the exchange, the request itself has not left.
    if (!token.ok()) return Report(Unsent(token.status()));
    Attempt(*token);
  }

  void Attempt(const Secret& token) {
    token_ = token;
    exchange_ = sender_->SendWith(
        token_, HttpRequest(request_), context_,
        [this](absl::StatusOr<HttpResponse> response) { OnResponse(std::move(response)); });
  }

  void OnResponse(absl::StatusOr<HttpResponse> response) {
    exchange_.reset();
    const bool refused = !response.ok() && IsCredentialRefused(response.status());
    if (refused && !std::exchange(renewed_, true) && sender_->tokens_.Refused(token_)) {
      return Begin();
    }
    Report(std::move(response));
  }

  void Report(absl::StatusOr<HttpResponse> response) {
    Done done = std::move(done_);
    std::move(done)(std::move(response));  // may destroy *this
  }

  AuthorizedSender* const sender_;
  const HttpRequest request_;
  const CallContext context_;
  Done done_;
  Secret token_;
  bool renewed_ = false;
  std::shared_ptr<TokenSource::Waiter> waiter_;
  std::unique_ptr<Timer> limit_;
  std::unique_ptr<Exchange> exchange_;
};

AuthorizedSender::AuthorizedSender(std::unique_ptr<Sender> next, Credentials credentials,
                                   TokenOrigin origin, EventLoop* loop)
    : next_(std::move(next)),
      credentials_(std::move(credentials)),
      secret_(origin.secret),
      loop_(loop),
      tokens_(std::move(origin), next_.get(), loop) {}

std::unique_ptr<Exchange> AuthorizedSender::Send(HttpRequest request, const CallContext& context,
                                                 Done done) {
  if (request.authorization == Authorization::kNone) {
    return next_->Send(std::move(request), context, std::move(done));
  }
  for (const Header& header : credentials_.plain_headers) request.headers.push_back(header);
  if (!context.caller_token.empty()) {
    return SendForCaller(std::move(request), context, std::move(done));
  }
  if (IsExchanged(credentials_.kind)) {
    auto call = std::make_unique<TokenCall>(this, std::move(request), context, std::move(done));
    call->Begin();
    return call;
  }
  if (credentials_.kind == Credentials::Kind::kCallerToken) {
    return FailSoon(*loop_, Unsent(CallerTokenMissing()), std::move(done));
  }
  return SendWith(secret_, std::move(request), context, std::move(done));
}

std::unique_ptr<Exchange> AuthorizedSender::SendForCaller(HttpRequest request,
                                                          const CallContext& context, Done done) {
  if (!credentials_.accepts_caller_token) {
    return FailSoon(*loop_, Unsent(CallerTokenUnsupported()), std::move(done));
  }
  return SendWith(context.caller_token, std::move(request), context,
                  [done = std::move(done)](absl::StatusOr<HttpResponse> response) mutable {
                    if (!response.ok() && IsCredentialRefused(response.status())) {
                      response = CallerTokenRefused(response.status());
                    }
                    std::move(done)(std::move(response));
                  });
}

std::unique_ptr<Exchange> AuthorizedSender::SendWith(const Secret& secret, HttpRequest request,
                                                     const CallContext& context, Done done) {
  request.headers.push_back({credentials_.header, credentials_.prefix + secret.RevealForUse()});
  return next_->Send(std::move(request), context, std::move(done));
}

}  // namespace bookings
