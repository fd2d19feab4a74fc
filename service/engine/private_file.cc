// See private_file.h.
#include "service/engine/private_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace bookings {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

absl::Status Problem(const std::string& path, std::string_view what) {
  const int error = errno;
  return absl::ErrnoToStatus(error,
                             absl::StrCat(path, ": ", absl::string_view(what.data(), what.size())));
}

// Calls again what a signal interrupted.
template <typename Call>
auto Uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

bool WriteAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t size = Uninterrupted([&] { return write(fd, content.data(), content.size()); });
    if (size < 0) return false;
    content.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

absl::Status CheckPrivate(const std::string& path, int fd, size_t max_bytes) {
  struct stat facts {};
  if (fstat(fd, &facts) != 0) return Problem(path, "cannot be examined");
  if (!S_ISREG(facts.st_mode)) return absl::InvalidArgumentError(path + ": is no regular file");
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::InvalidArgumentError(path + ": others than its owner have access (chmod 600 it)");
  }
  if (static_cast<size_t>(facts.st_size) > max_bytes) {
    return absl::InvalidArgumentError(path + ": is too long");
  }
  return absl::OkStatus();
}

// Makes a rename outlive a crash.
absl::Status SyncDirectoryOf(const std::string& path) {
  std::string directory = std::filesystem::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  const UniqueFd fd(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok() || fsync(fd.get()) != 0) return Problem(directory, "cannot be synchronised");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ReadPrivateFile(const std::string& path,
                                                           size_t max_bytes) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.ok() && errno == ENOENT) return std::nullopt;
  if (!fd.ok()) return Problem(path, "cannot be opened");
  if (absl::Status checked = CheckPrivate(path, fd.get(), max_bytes); !checked.ok()) return checked;
  std::string content(max_bytes, '\0');
  size_t size = 0;
  while (size < max_bytes) {
    const ssize_t got =
        Uninterrupted([&] { return read(fd.get(), content.data() + size, max_bytes - size); });
    if (got < 0) return Problem(path, "cannot be read");
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  content.resize(size);
  return content;
}

absl::Status ReplacePrivateFile(const std::string& path, std::string_view content) {
  const std::string draft = path + ".new";
  {
    const UniqueFd fd(
        open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
    if (!fd.ok() || fchmod(fd.get(), kOwnerOnly) != 0) return Problem(draft, "cannot be made");
    if (!WriteAll(fd.get(), content)) return Problem(draft, "cannot be written");
    if (fsync(fd.get()) != 0) return Problem(draft, "cannot be synchronised");
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) return Problem(path, "cannot be replaced");
  return SyncDirectoryOf(path);
}

absl::StatusOr<UniqueFd> LockPrivateFile(const std::string& path) {
  const std::string name = path + ".lock";
  UniqueFd fd(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly));
  if (!fd.ok()) return Problem(name, "cannot be made");
  if (flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(path + ": another process uses it");
  }
  return fd;
}

}  // namespace bookings
