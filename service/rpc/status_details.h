// Turns a failure of the gateway into what travels over gRPC: canonical code, message and
// google.rpc details in `grpc-status-details-bin`. Not for logs (service/observability).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "grpcpp/support/status.h"

namespace bookings {

// Trailers of a call must stay within the 8 KiB of metadata that gRPC peers accept by default. The
// details are base64 on the wire (4/3), the message is percent-encoded (up to 3 times as long).
inline constexpr size_t kMaxDetailsBytes = 3'072;
inline constexpr size_t kMaxMessageBytes = 768;
// Longest value of one entry of ErrorInfo.metadata, in bytes: a vendor's id or code is far shorter.
inline constexpr size_t kMaxMetadataBytes = 128;

// Always with an ErrorInfo; with RetryInfo and BadRequest where the failure tells them. What does
// not fit into the bounds is counted in the last entry.
grpc::Status ToGrpcStatus(const absl::Status& status);

// Trailing metadata by which a server tells a client's own retry policy when to come again (gRPC's
// proposal A6), in milliseconds; -1 = not at all.
inline constexpr char kRetryPushback[] = "grpc-retry-pushback-ms";
// Whoever made the request that is in progress mostly answers long before its lease ends, and then
// who waits should know. Three such waits outlast the default lease of 15 s: as many as the shipped
// service config leaves to a call whose first attempt was cut off.
inline constexpr absl::Duration kLongestPushback = absl::Seconds(5);

// Its value for a call that ends so `left` before its deadline; empty = the client is to choose.
// What waits for another process comes again when that can have ended; what can only be decided
// anew, or not in time, not at all.
std::string RetryPushbackOf(const absl::Status& status, absl::Duration left);

// The text cut to at most `bytes`, never within a UTF-8 character.
std::string_view CutText(std::string_view text, size_t bytes);

}  // namespace bookings
