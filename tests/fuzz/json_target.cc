// Fuzz target of the JSON facade: whatever the bytes, parsing ends, values can be walked, and what
// becomes protobuf can be read by peers.
#include <string>
#include <string_view>

#include "connectors/api/fingerprint.h"
#include "connectors/api/json.h"
#include "tests/fuzz/target.h"

namespace bookings::fuzz {
namespace {

using json::Value;

// The number of values in it, which must agree with the extent that the nodes tell.
size_t Walk(Value value) {
  size_t nodes = 1;
  size_t children = 0;
  for (Value element : json::Elements(value)) {
    nodes += Walk(element);
    ++children;
  }
  for (const json::Member& member : json::Members(value)) {
    nodes += 1 + Walk(member.value);
    Require(value[member.key].kind() != json::Kind::kMissing, "a member is found by its key");
    ++children;
  }
  Require(children == value.size(), "a container has as many children as it says");
  Require(nodes == value.node()->extent, "a value ends where its node says");
  const int types = value.AsString().has_value() + value.AsBool().has_value() +
                    value.AsNumberText().has_value() + value.IsArray() + value.IsObject();
  Require(types <= 1, "a value has one type");
  return nodes;
}

void Run(std::string_view text) {
  v1::ListBookingsResponse response;
  auto& fields = *response.add_bookings()->mutable_vendor_fields()->mutable_fields();
  fields["clean"].set_string_value(json::CleanText(text));
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::string(text));
  if (document.ok()) {
    Walk(document->root());
    (void)HashJson(document->root());
    json::ToProto(document->root(), &fields["value"]);
  }
  RequireReadable(response);
}

}  // namespace
}  // namespace bookings::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Walk looks every key up among its neighbours: beyond this size it is the test that is slow.
  constexpr size_t kMaxBytes = 16'384;
  if (size > kMaxBytes) return -1;
  bookings::fuzz::Run(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
