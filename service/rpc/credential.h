// The credential that comes with a call: a bearer token in its metadata, or else the client
// certificate of its connection.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "service/callers/caller_directory.h"

namespace bookings {

// Metadata key of a caller's own credential, `Bearer <token>`, once.
inline constexpr char kAuthorization[] = "authorization";

struct Credential {
  // Null where it is nobody's.
  std::shared_ptr<const CallerGrant> grant;
  // For the log: id of the token, or `certificate`.
  std::string id;
};

// A token that comes with the call decides alone: one that is not accepted is not made good by a
// certificate. A certificate is accepted until it expires, however long its connection lives.
Credential FindCredential(const CallerDirectory& callers,
                          const grpc::CallbackServerContext& context, absl::Time now);

// The values of a metadata key.
std::vector<std::string_view> MetadataOf(const grpc::CallbackServerContext& context,
                                         const char* key);

}  // namespace bookings
