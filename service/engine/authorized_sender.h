// Proves to the vendor who asks: adds the connection's credential, or the caller's own token, to
// requests that want it.
#pragma once

#include <memory>

#include "connectors/api/credentials.h"
#include "service/engine/event_loop.h"
#include "service/engine/sender.h"
#include "service/engine/token_source.h"

namespace bookings {

// Lives on the loop's thread and outlives its exchanges. Needs refusals explained by the sender
// below: VENDOR_AUTH_FAILED against an access token of ours makes it renew the token and try once
// more; against a caller's token it becomes UNAUTHENTICATED / VENDOR_TOKEN_EXPIRED.
class AuthorizedSender final : public Sender {
 public:
  // What `origin` points to and the loop outlive the sender.
  AuthorizedSender(std::unique_ptr<Sender> next, Credentials credentials, TokenOrigin origin,
                   EventLoop* loop);

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class TokenCall;

  std::unique_ptr<Exchange> SendForCaller(HttpRequest request, const CallContext& context,
                                          Done done);
  std::unique_ptr<Exchange> SendWith(const Secret& secret, HttpRequest request,
                                     const CallContext& context, Done done);

  std::unique_ptr<Sender> next_;
  const Credentials credentials_;
  const Secret secret_;
  EventLoop* const loop_;
  TokenSource tokens_;
};

}  // namespace bookings
