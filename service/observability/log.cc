// See log.h.
#include "service/observability/log.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "connectors/api/json_writer.h"
#include "connectors/api/text.h"
#include "connectors/api/time.h"
#include "spdlog/logger.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace bookings {
namespace {

// Connections that one line names: lists of everything would fill the log with the same words.
constexpr size_t kMaxNamed = 10;

struct LevelName {
  LogLevel level;
  std::string_view name;
  spdlog::level::level_enum theirs;
};

constexpr LevelName kLevels[] = {
    {LogLevel::kInfo, "info", spdlog::level::info},
    {LogLevel::kWarning, "warning", spdlog::level::warn},
    {LogLevel::kError, "error", spdlog::level::err},
};

const LevelName& NameOf(LogLevel level) { return kLevels[static_cast<size_t>(level)]; }

json::Writer OpenLine(LogLevel level, std::string_view event) {
  json::Writer line;
  line.Open('{').Key("time").String(FormatInstantMillis(absl::Now()));
  line.Key("level").String(NameOf(level).name).Key("event").String(event);
  return line;
}

// A failure of the gateway itself needs somebody; a vendor's or a caller's does not.
LogLevel LevelOf(absl::StatusCode code) {
  const bool ours = code == absl::StatusCode::kInternal || code == absl::StatusCode::kDataLoss ||
                    code == absl::StatusCode::kUnknown;
  return ours ? LogLevel::kError : LogLevel::kInfo;
}

void WriteConnections(const std::vector<std::string>& ids, json::Writer& line) {
  line.Key("connections").Open('[');
  for (size_t i = 0; i < std::min(ids.size(), kMaxNamed); ++i) line.String(ids[i]);
  line.Close(']');
  line.Key("connection_count").Number(static_cast<int64_t>(ids.size()));
}

}  // namespace

Log::Log()
    : lines_(std::make_shared<spdlog::logger>("gateway",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  lines_->set_pattern("%v");
}

void Log::Event(LogLevel level, std::string_view event,
                std::initializer_list<LogField> fields) const {
  json::Writer line = OpenLine(level, event);
  for (const LogField& field : fields) {
    line.Key(field.key);
    if (const auto* number = std::get_if<int64_t>(&field.value)) {
      line.Number(*number);
    } else {
      line.String(std::get<std::string_view>(field.value));
    }
  }
  Write(level, std::move(line.Close('}')).Take());
}

void Log::Rpc(const FinishedRpc& rpc) const {
  const LogLevel level = LevelOf(rpc.code);
  json::Writer line = OpenLine(level, "rpc");
  line.Key("rpc").String(rpc.rpc).Key("request_id").String(rpc.request_id);
  if (!rpc.trace_id.empty()) line.Key("trace_id").String(rpc.trace_id);
  if (!rpc.caller.empty()) {
    line.Key("caller").String(rpc.caller).Key("credential").String(rpc.credential);
  }
  WriteConnections(rpc.connections, line);
  line.Key("code").String(absl::StatusCodeToString(rpc.code));
  if (!rpc.reason.empty()) line.Key("reason").String(rpc.reason);
  line.Key("duration_ms").Number(absl::ToInt64Milliseconds(rpc.duration));
  if (rpc.pages > 0) line.Key("pages").Number(rpc.pages).Key("bookings").Number(rpc.bookings);
  Write(level, std::move(line.Close('}')).Take());
}

void Log::Write(LogLevel level, std::string line) const {
  lines_->log(NameOf(level).theirs, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace bookings
