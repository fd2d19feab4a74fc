// What libcurl's results mean as failures.
#pragma once

#include <curl/curl.h>

#include "absl/status/status.h"

namespace bookings {

// Whether bytes of the request may have reached the vendor.
enum class RequestSent { kNo, kMaybe };

// The failure of a transfer that ended with `code`: UNAVAILABLE / VENDOR_UNAVAILABLE where the way
// to the vendor broke, INTERNAL / VENDOR_RESPONSE_INVALID where its answer is no HTTP. Metadata:
// `transport`, a word for what broke, and `sent` = `no`. Nothing of the URL, of headers or bodies.
absl::Status CurlFailure(CURLcode code, RequestSent sent);

// The attempt took too long.
absl::Status AttemptTimedOut(RequestSent sent);

}  // namespace bookings
