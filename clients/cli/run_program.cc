// See run_program.h.
#include "clients/cli/run_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bookings::cli {
namespace {

// A configuration's problems are lines; nobody reads more.
constexpr size_t kMostOutputBytes = 64 << 10;

// Reads until the other end is closed; what is beyond the bound is read and thrown away.
std::string ReadAll(int descriptor) {
  std::string text;
  char buffer[4096];
  ssize_t count = 0;
  while ((count = read(descriptor, buffer, sizeof(buffer))) > 0) {
    if (text.size() < kMostOutputBytes) text.append(buffer, static_cast<size_t>(count));
  }
  return text;
}

std::optional<pid_t> Spawn(const std::vector<std::string>& words, int output) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t process = 0;
  const int failure =
      posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? std::optional(process) : std::nullopt;
}

}  // namespace

std::optional<ProgramResult> RunProgram(const std::vector<std::string>& words) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  const std::optional<pid_t> process = Spawn(words, ends[1]);
  close(ends[1]);
  ProgramResult result;
  if (process) result.output = ReadAll(ends[0]);
  close(ends[0]);
  if (!process) return std::nullopt;
  int status = 0;
  if (waitpid(*process, &status, 0) != *process) return std::nullopt;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

}  // namespace bookings::cli
