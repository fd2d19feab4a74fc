// How libcurl is set up: every option that the gateway uses stands in curl_options.cc, with its
// reason.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "connectors/api/http_exchange.h"
#include "service/http/curl_handles.h"

namespace bookings {

// One connection's way to its vendor.
struct CurlTransportOptions {
  // As BaseUrlProblem accepts it.
  std::string base_url;
  // Largest body of an answer, after decompression.
  int64_t max_response_bytes = int64_t{16} << 20;
  // Longest time of one exchange.
  absl::Duration attempt_timeout = absl::Seconds(30);
  // Resolving, connecting and TLS together: vendors are reached in well under a second.
  absl::Duration connect_timeout = absl::Seconds(10);
  // An exchange in which nearly nothing moves for this long is cut off; whole seconds.
  absl::Duration stall_window = absl::Seconds(20);
  // Connections that are kept open while nothing is sent; at least as many as calls in flight, else
  // every burst opens new ones.
  int idle_connections = 16;
  // `http://host:port` of a forward proxy; empty = none, whatever the environment says.
  std::string proxy;
  // File of the certificate authorities to trust; empty = the system's.
  std::string ca_file;
};

// A handle with everything set that is the same for all requests; null when out of memory.
CurlEasy MakeEasy(const CurlTransportOptions& options);

// Sets what differs from request to request. The request, `url` and `headers` outlive the transfer.
// False if libcurl refuses it.
bool SetRequest(CURL* easy, const HttpRequest& request, const std::string& url,
                const curl_slist* headers);

}  // namespace bookings
