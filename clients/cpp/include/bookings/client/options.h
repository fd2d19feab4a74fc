// What a client, and a call, can be told besides the request.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/time/time.h"
#include "bookings/client/environment.h"
#include "bookings/client/result.h"
#include "bookings/client/retry_policy.h"

namespace bookings::client {

// PEM texts.
struct Tls {
  // Authorities that the gateway's certificate must come from; empty = those that gRPC brings.
  std::string authorities = {};
  // The client's own, both or none.
  std::string certificate = {};
  std::string key = {};
};

// PEM files in the place of the texts; an empty name = none.
struct TlsFiles {
  std::string authorities = {};
  std::string certificate = {};
  std::string key = {};
};

// kInvalidArgument where a file cannot be read, or a certificate comes without its key.
Result<Tls> ReadTls(const TlsFiles& files);

// How long a whole call may take, over all its attempts; infinite = as long as it likes.
struct Timeouts {
  absl::Duration read = absl::Seconds(30);
  absl::Duration list = absl::Minutes(10);
  absl::Duration write = absl::Seconds(60);
  // A write that is not answered within this is asked about again.
  absl::Duration write_attempt = absl::Seconds(20);
};

struct Options {
  // `host:port`; empty = what $BOOKINGS_ADDRESS says, else 127.0.0.1:50051.
  std::string address = {};
  // The caller's own, `bgw_...`.
  std::string token = {};
  // Customers' own, by connection id.
  std::map<std::string, std::string> vendor_tokens = {};
  // Unset = a loopback address is spoken to in clear text and any other over TLS.
  std::optional<Tls> tls = {};
  // Clear text to any address; counts only without `tls`.
  bool insecure = false;
  Timeouts timeouts = {};
  RetryPolicy retry = {};
  // Null = MakeRealEnvironment().
  std::shared_ptr<Environment> environment = {};
};

struct CallOptions {
  // In place of what Options::timeouts say of a whole call.
  std::optional<absl::Duration> timeout = {};
  // Ends the call, or the wait for its next attempt, from another thread.
  std::stop_token stop = {};
  // Told before each wait for another attempt, by the thread that calls or reads: what the attempt
  // failed with, and how long the wait is. kIncomplete where a stream ended before its list did.
  std::function<void(const Error&, absl::Duration)> on_retry = {};
  // Lists of bookings end without an error where some sources failed;
  // BookingList::failed_sources().
  bool allow_failed_sources = false;
};

}  // namespace bookings::client
