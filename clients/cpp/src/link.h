// What all calls of a client share, and the context of each.
#pragma once

#include <grpcpp/client_context.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "bookings/client/options.h"
#include "bookings/v1/bookings.grpc.pb.h"
#include "bookings/v1/connections.grpc.pb.h"
#include "src/deadline.h"
#include "src/retry.h"

namespace bookings::client::internal {

// Never changed once it is made: threads share it.
class Link {
 public:
  Link(const std::shared_ptr<grpc::Channel>& channel, Options options);

  v1::BookingService::StubInterface& bookings() const { return *bookings_; }
  v1::ConnectionService::StubInterface& connections() const { return *connections_; }
  const Options& options() const { return options_; }
  // What every call fails with: options that no call can be made with.
  const std::optional<Error>& unusable() const { return unusable_; }

  // The caller's and the customers' credentials.
  void AddMetadata(grpc::ClientContext& context) const;
  Attempts MakeAttempts(absl::Duration timeout, const CallOptions& call) const {
    return {options_.retry, call.timeout.value_or(timeout), options_.environment, call.stop,
            call.on_retry};
  }

 private:
  Options options_;
  std::optional<Error> unusable_;
  std::unique_ptr<v1::BookingService::StubInterface> bookings_;
  std::unique_ptr<v1::ConnectionService::StubInterface> connections_;
};

// The context of one attempt, which is cancelled when the caller stops the call.
class AttemptContext {
 public:
  AttemptContext(const Link& link, absl::Duration timeout, const std::stop_token& stop)
      : cancel_(stop, [this] { context_.TryCancel(); }) {
    link.AddMetadata(context_);
    if (timeout != absl::InfiniteDuration()) context_.set_deadline(DeadlineIn(timeout));
  }

  grpc::ClientContext& get() { return context_; }

 private:
  grpc::ClientContext context_;
  std::stop_callback<std::function<void()>> cancel_;
};

}  // namespace bookings::client::internal
