// The gateway's log: one JSON object per line. What is logged never holds tokens, secrets, vendors'
// bodies or personal data; so filters and messages of failures stay out.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace bookings {

enum class LogLevel { kInfo, kWarning, kError };

struct LogField {
  std::string_view key;
  std::variant<int64_t, std::string_view> value;
};

// An RPC that has ended.
struct FinishedRpc {
  std::string_view rpc;
  std::string_view request_id;
  // Name of the caller, and the id of its token or `certificate`; empty for anonymous callers.
  std::string_view caller;
  std::string_view credential;
  // Lower-case hexadecimal; empty where there is no trace.
  std::string trace_id;
  // Ids of the connections that it was about.
  std::vector<std::string> connections;
  absl::StatusCode code = absl::StatusCode::kOk;
  // Name of the reason; empty for OK.
  std::string reason;
  absl::Duration duration;
  // Streamed messages and bookings, as far as the client took them.
  int64_t pages = 0;
  int64_t bookings = 0;
};

// Thread-safe.
class Log {
 public:
  // Lines go to standard error.
  Log();
  explicit Log(std::shared_ptr<spdlog::logger> lines) : lines_(std::move(lines)) {}

  // {"time":...,"level":...,"event":...} and the fields.
  void Event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const;
  // One line with event `rpc`.
  void Rpc(const FinishedRpc& rpc) const;

 private:
  void Write(LogLevel level, std::string line) const;

  std::shared_ptr<spdlog::logger> lines_;
};

}  // namespace bookings
