// Where the sessions of vendors that change the refresh token at every use outlive a restart.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/engine/secret.h"
#include "service/engine/unique_fd.h"

namespace bookings {

struct Session {
  Secret refresh_token;
  // Fingerprint of the configured secret that the session began with: another configured secret
  // begins a new one.
  std::string origin;
};

// Thread-safe.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // The newest session of a connection.
  virtual std::optional<Session> Load(std::string_view connection) const = 0;
  // Once this returns OK the session outlives a crash. Blocks for a write to disk.
  virtual absl::Status Store(std::string_view connection, Session session) = 0;
};

// All sessions in one JSON file that only its owner can read; every change replaces it as a whole.
class FileSessionStore final : public SessionStore {
 public:
  // Reads the file, or starts without one. Fails if it is broken, readable by others, or used by
  // another process: two of them would use up each other's refresh tokens.
  static absl::StatusOr<std::unique_ptr<FileSessionStore>> Open(std::string path);

  std::optional<Session> Load(std::string_view connection) const override;
  absl::Status Store(std::string_view connection, Session session) override;

 private:
  using Sessions = std::map<std::string, Session, std::less<>>;

  FileSessionStore(std::string path, UniqueFd lock, Sessions sessions)
      : path_(std::move(path)), lock_(std::move(lock)), sessions_(std::move(sessions)) {}

  const std::string path_;
  const UniqueFd lock_;
  mutable std::mutex mutex_;
  Sessions sessions_;  // guarded by mutex_
};

}  // namespace bookings
