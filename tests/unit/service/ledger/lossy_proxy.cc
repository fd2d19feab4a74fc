// See lossy_proxy.h.
#include "tests/unit/service/ledger/lossy_proxy.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace bookings::testing {
namespace {

constexpr std::string_view kHost = "host=";
// libpq's and the server's, for the default port.
constexpr char kSocketName[] = ".s.PGSQL.5432";

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) std::abort();
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

const sockaddr* Generic(const sockaddr_un& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

UniqueFd ListenAt(const std::string& path) {
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = AddressOf(path);
  if (bind(fd.get(), Generic(address), sizeof(address)) != 0 || listen(fd.get(), 8) != 0) {
    std::abort();
  }
  return fd;
}

}  // namespace

LossyProxy::LossyProxy(const std::string& conninfo)
    : server_folder_(conninfo.substr(kHost.size(), conninfo.find(' ') - kHost.size())),
      rest_(conninfo.substr(conninfo.find(' '))),
      listener_(ListenAt(folder_.File(kSocketName))),
      stop_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { Serve(); }) {}

LossyProxy::~LossyProxy() {
  eventfd_write(stop_.get(), 1);
  thread_.join();
}

std::string LossyProxy::conninfo() const { return std::string(kHost) + folder_.File("") + rest_; }

void LossyProxy::Serve() {
  while (true) {
    pollfd ready[] = {{stop_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    poll(ready, 2, -1);
    if (ready[0].revents != 0) return;
    const UniqueFd client(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    const UniqueFd server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = AddressOf(server_folder_ + "/" + kSocketName);
    if (connect(server.get(), Generic(address), sizeof(address)) == 0) {
      Forward(client.get(), server.get());
    }
  }
}

void LossyProxy::Forward(int client, int server) {
  while (true) {
    pollfd ready[] = {{stop_.get(), POLLIN, 0}, {client, POLLIN, 0}, {server, POLLIN, 0}};
    poll(ready, 3, -1);
    if (ready[0].revents != 0) return;
    if (ready[2].revents != 0 && losing_.exchange(false)) return;
    if (ready[1].revents != 0 && !Pass(client, server)) return;
    if (ready[2].revents != 0 && !Pass(server, client)) return;
  }
}

bool LossyProxy::Pass(int from, int to) {
  char bytes[8192];
  const ssize_t size = read(from, bytes, sizeof(bytes));
  return size > 0 && send(to, bytes, static_cast<size_t>(size), MSG_NOSIGNAL) == size;
}

}  // namespace bookings::testing
