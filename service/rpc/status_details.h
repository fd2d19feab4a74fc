// Turns a failure of the gateway into what travels over gRPC: canonical code, message and
// google.rpc details in `grpc-status-details-bin`. Not for logs (service/observability).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
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

// The text cut to at most `bytes`, never within a UTF-8 character.
std::string_view CutText(std::string_view text, size_t bytes);

}  // namespace bookings
