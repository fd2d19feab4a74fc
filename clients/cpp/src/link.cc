// See link.h.
#include "src/link.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace bookings::client::internal {
namespace {

// gRPC ends the program over a header that holds anything else, such as the end of a token file's
// line.
bool IsPrintable(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Error> FaultOf(const Options& options) {
  bool printable = IsPrintable(options.token);
  for (const auto& [connection, token] : options.vendor_tokens) {
    printable = printable && IsPrintable(connection) && IsPrintable(token);
  }
  if (printable) return std::nullopt;
  return Error{.code = absl::StatusCode::kInvalidArgument,
               .message = "a token holds a character that no token has"};
}

}  // namespace

Link::Link(const std::shared_ptr<grpc::Channel>& channel, Options options)
    : options_(std::move(options)),
      unusable_(FaultOf(options_)),
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
