// See link.h.
#include "src/link.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace bookings::client::internal {

Link::Link(std::shared_ptr<grpc::Channel> channel, Options options)
    : options_(std::move(options)),
      bookings_(v1::BookingService::NewStub(channel)),
      connections_(v1::ConnectionService::NewStub(channel)) {
  if (options_.environment == nullptr) options_.environment = MakeRealEnvironment();
}

void Link::AddMetadata(grpc::ClientContext& context) const {
  if (!options_.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", options_.token));
  }
  for (const auto& [connection, token] : options_.vendor_tokens) {
    context.AddMetadata("x-vendor-authorization", absl::StrCat(connection, " Bearer ", token));
  }
}

}  // namespace bookings::client::internal
