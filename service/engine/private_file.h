// Files that hold secrets: only their owner can read them, and they change as a whole or not at
// all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/engine/unique_fd.h"

namespace bookings {

// The content; no value where there is no such file. Fails for files of more than `max_bytes` and
// for those that others than their owner can read.
absl::StatusOr<std::optional<std::string>> ReadPrivateFile(const std::string& path,
                                                           size_t max_bytes);

// Replaces the file by one with this content. Once it returns OK the content outlives a crash; when
// it fails or is cut off, the old content stands.
absl::Status ReplacePrivateFile(const std::string& path, std::string_view content);

// Holds the lock file `path`.lock until the descriptor is closed; fails while another process has
// it.
absl::StatusOr<UniqueFd> LockPrivateFile(const std::string& path);

}  // namespace bookings
