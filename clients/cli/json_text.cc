// See json_text.h.
#include "clients/cli/json_text.h"

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace bookings::cli {
namespace {

std::string PrintJson(const google::protobuf::Message& message, bool indented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = indented;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  return json;
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) { return PrintJson(message, false); }

std::string ToPrettyJson(const google::protobuf::Message& message) {
  return PrintJson(message, true);
}

std::string QuotedJson(std::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return PrintJson(value, false);
}

}  // namespace bookings::cli
