// See postgres.h.
#include "tests/support/postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

namespace bookings::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kUser[] = "postgres";
// Sanitizers and busy machines included.
constexpr std::chrono::seconds kStartTime(60);

// The newest that Debian's packages have installed.
fs::path Binaries() {
  fs::path newest;
  std::error_code error;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const fs::path folder = version.path() / "bin";
    if (fs::exists(folder / "initdb") && folder > newest) newest = folder;
  }
  return newest;
}

// In the child only: stops being root.
bool BecomeUser() {
  if (geteuid() != 0) return true;
  const passwd* const user = getpwnam(kUser);
  return user != nullptr && initgroups(kUser, user->pw_gid) == 0 && setgid(user->pw_gid) == 0 &&
         setuid(user->pw_uid) == 0;
}

// Starts a program as the server's user, its output in `log`.
pid_t Spawn(const std::vector<std::string>& arguments, const fs::path& folder) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  const std::string log = (folder / "log").string();
  const pid_t process = fork();
  if (process != 0) return process;
  if (!BecomeUser() || chdir(folder.c_str()) != 0) _exit(126);
  // After the change of user, which resets it.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(pointers[0], pointers.data());
  _exit(127);
}

absl::StatusOr<fs::path> MakeFolder() {
  std::string pattern = (fs::temp_directory_path() / "postgres-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return absl::InternalError("no temporary folder");
  const passwd* const user = geteuid() == 0 ? getpwnam(kUser) : nullptr;
  if (user != nullptr && chown(pattern.c_str(), user->pw_uid, user->pw_gid) != 0) {
    return absl::InternalError("the temporary folder cannot be given away");
  }
  return fs::path(pattern);
}

absl::Status InitDatabase(const fs::path& folder) {
  const pid_t process = Spawn({(Binaries() / "initdb").string(), "-D", (folder / "data").string(),
                               "-U", kUser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"},
                              folder);
  int status = 0;
  if (waitpid(process, &status, 0) != process || status != 0) {
    return absl::InternalError("initdb failed; see " + (folder / "log").string());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<PostgresServer>> PostgresServer::Start(Durability durability) {
  if (Binaries().empty()) {
    return absl::NotFoundError("PostgreSQL is missing: deploy/install-packages test");
  }
  absl::StatusOr<fs::path> folder = MakeFolder();
  if (!folder.ok()) return folder.status();
  if (absl::Status made = InitDatabase(*folder); !made.ok()) return made;
  std::unique_ptr<PostgresServer> server(new PostgresServer(*std::move(folder), durability));
  if (absl::Status launched = server->Launch(); !launched.ok()) return launched;
  return server;
}

PostgresServer::~PostgresServer() {
  Crash();
  std::error_code error;
  fs::remove_all(folder_, error);
}

absl::Status PostgresServer::Launch() {
  const char* const synchronise = durability_ == Durability::kFull ? "fsync=on" : "fsync=off";
  process_ = Spawn({(Binaries() / "postgres").string(), "-D", (folder_ / "data").string(), "-k",
                    folder_.string(), "-c", "listen_addresses=", "-c", synchronise},
                   folder_);
  const auto deadline = std::chrono::steady_clock::now() + kStartTime;
  const std::string conninfo = ConninfoOf(kUser);
  while (PQping(conninfo.c_str()) != PQPING_OK) {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) == process_) {
      process_ = -1;
      return absl::InternalError("the server ended; see " + (folder_ / "log").string());
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return absl::DeadlineExceededError("the server does not start");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return absl::OkStatus();
}

std::string PostgresServer::ConninfoOf(const std::string& database) const {
  return "host=" + folder_.string() + " user=" + kUser + " dbname=" + database;
}

absl::StatusOr<std::string> PostgresServer::NewDatabase(const std::string& name) {
  PGconn* const connection = PQconnectdb(ConninfoOf(kUser).c_str());
  PGresult* const result = PQexec(connection, ("CREATE DATABASE " + name).c_str());
  const bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string complaint = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!made) return absl::InternalError(complaint);
  return ConninfoOf(name);
}

void PostgresServer::Crash() {
  if (process_ < 0) return;
  kill(process_, SIGQUIT);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

absl::Status PostgresServer::Resume() { return Launch(); }

}  // namespace bookings::testing
