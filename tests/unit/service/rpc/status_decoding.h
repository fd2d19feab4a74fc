// Reads back what status_details.h packs, as a client would: for tests.
#pragma once

#include <string>

#include "bookings/internal/v1/status_details.pb.h"
#include "grpcpp/support/status.h"

namespace bookings {

inline internal::v1::Status DecodeStatus(const grpc::Status& status) {
  internal::v1::Status decoded;
  decoded.ParseFromString(status.error_details());
  return decoded;
}

// The detail of this type; an empty one where there is none.
template <typename Detail>
Detail FindDetail(const grpc::Status& status) {
  const std::string type = "type.googleapis.com/google.rpc." + Detail::descriptor()->name();
  const internal::v1::Status decoded = DecodeStatus(status);
  Detail detail;
  for (const google::protobuf::Any& any : decoded.details()) {
    if (any.type_url() == type) detail.ParseFromString(any.value());
  }
  return detail;
}

inline std::string DecodeReason(const grpc::Status& status) {
  return FindDetail<internal::v1::ErrorInfo>(status).reason();
}

// `path problem` of each violation, one per line.
inline std::string DecodeViolations(const grpc::Status& status) {
  const auto request = FindDetail<internal::v1::BadRequest>(status);
  std::string lines;
  for (const auto& field : request.field_violations()) {
    lines += field.field() + " " + field.description() + "\n";
  }
  return lines;
}

}  // namespace bookings
