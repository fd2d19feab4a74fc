// See session_store.h.
#include "service/engine/session_store.h"

#include <utility>

#include "connectors/api/json.h"
#include "connectors/api/json_writer.h"
#include "service/engine/private_file.h"

namespace bookings {
namespace {

// Far above what hundreds of sessions of 2 KiB need.
constexpr size_t kMaxFileBytes = size_t{16} << 20;
constexpr int64_t kFormatVersion = 1;

// {"version":1,"sessions":{"<connection>":{"origin":"...","refresh_token":"..."}}}
template <typename Sessions>
std::string Write(const Sessions& sessions) {
  json::Writer writer;
  writer.Open('{').Key("version").Number(kFormatVersion).Key("sessions").Open('{');
  for (const auto& [connection, session] : sessions) {
    writer.Key(connection).Open('{');
    writer.Key("origin").String(session.origin);
    writer.Key("refresh_token").String(session.refresh_token.RevealForUse()).Close('}');
  }
  writer.Close('}').Close('}');
  return std::move(writer).Take();
}

std::optional<Session> ReadSession(json::Value value) {
  const auto token = value["refresh_token"].AsString();
  const auto origin = value["origin"].AsString();
  if (!token || token->empty() || !origin) return std::nullopt;
  return Session{Secret(std::string(*token)), std::string(*origin)};
}

// No value for anything but what Write makes.
template <typename Sessions>
std::optional<Sessions> Read(std::string content) {
  const absl::StatusOr<json::Document> document = json::Document::Parse(std::move(content));
  if (!document.ok()) return std::nullopt;
  const json::Value root = document->root();
  if (root["version"].AsInt64() != kFormatVersion || !root["sessions"].IsObject()) {
    return std::nullopt;
  }
  Sessions sessions;
  for (const json::Member& member : json::Members(root["sessions"])) {
    std::optional<Session> session = ReadSession(member.value);
    if (!session) return std::nullopt;
    sessions.emplace(std::string(member.key), *std::move(session));
  }
  return sessions;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileSessionStore>> FileSessionStore::Open(std::string path) {
  absl::StatusOr<UniqueFd> lock = LockPrivateFile(path);
  if (!lock.ok()) return lock.status();
  absl::StatusOr<std::optional<std::string>> content = ReadPrivateFile(path, kMaxFileBytes);
  if (!content.ok()) return content.status();
  std::optional<Sessions> sessions = Sessions();
  if (*content) sessions = Read<Sessions>(**std::move(content));
  if (!sessions) {
    return absl::DataLossError(
        path + ": is no session store; restore it, or remove it and log in anew at the vendors");
  }
  return std::unique_ptr<FileSessionStore>(
      new FileSessionStore(std::move(path), *std::move(lock), *std::move(sessions)));
}

std::optional<Session> FileSessionStore::Load(std::string_view connection) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(connection);
  if (found == sessions_.end()) return std::nullopt;
  return found->second;
}

absl::Status FileSessionStore::Store(std::string_view connection, Session session) {
  const std::lock_guard lock(mutex_);
  Sessions changed = sessions_;
  changed.insert_or_assign(std::string(connection), std::move(session));
  if (absl::Status written = ReplacePrivateFile(path_, Write(changed)); !written.ok()) {
    return written;
  }
  sessions_ = std::move(changed);
  return absl::OkStatus();
}

}  // namespace bookings
