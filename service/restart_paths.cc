// See restart_paths.h.
#include "service/restart_paths.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"

namespace bookings {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

// Made once, when the gateway starts: sockets, files, databases and threads.
constexpr const char* kParts[] = {"listen", "session_store", "ledger", "admin", "tracing"};
constexpr const char* kLimits[] = {"event_loops",          "write_stall_timeout",
                                   "rest_stalled_streams", "drain_grace",
                                   "max_connection_age",   "max_connection_age_grace"};

// The two messages with nothing but this field.
bool Differ(const Message& a, const Message& b, const char* name) {
  const FieldDescriptor* const field = a.GetDescriptor()->FindFieldByName(name);
  MessageDifferencer differencer;
  return !differencer.CompareWithFields(a, b, {field}, {field});
}

void CopyField(const Message& from, const char* name, Message* to) {
  const FieldDescriptor* const field = from.GetDescriptor()->FindFieldByName(name);
  const google::protobuf::Reflection& reflection = *from.GetReflection();
  reflection.ClearField(to, field);
  if (!reflection.HasField(from, field)) return;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    reflection.MutableMessage(to, field)->CopyFrom(reflection.GetMessage(from, field));
  } else {
    reflection.SetInt32(to, field, reflection.GetInt32(from, field));
  }
}

}  // namespace

std::vector<std::string> RestartPaths(const config::v1::GatewayConfig& running,
                                      const config::v1::GatewayConfig& wanted) {
  std::vector<std::string> paths;
  for (const char* part : kParts) {
    if (Differ(running, wanted, part)) paths.emplace_back(part);
  }
  for (const char* limit : kLimits) {
    if (Differ(running.limits(), wanted.limits(), limit)) {
      paths.push_back(absl::StrCat("limits.", limit));
    }
  }
  return paths;
}

void KeepRestartParts(const config::v1::GatewayConfig& running, config::v1::GatewayConfig* config) {
  for (const char* part : kParts) CopyField(running, part, config);
  if (!running.has_limits() && !config->has_limits()) return;
  for (const char* limit : kLimits) {
    CopyField(running.limits(), limit, config->mutable_limits());
  }
}

}  // namespace bookings
