#include "deploy/sandbox/core/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace bookings::sandbox {
namespace {

// How long one read or write of a request under way may wait: a client that is slower is gone.
constexpr absl::Duration kIoTimeout = absl::Seconds(30);

// One read takes a whole request as a rule.
constexpr size_t kReadBytes = 16 * 1024;

// The events that came, 0 at the timeout.
short Poll(int fd, short events, absl::Duration timeout) {
  pollfd entry{fd, events, 0};
  const int count = ::poll(&entry, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout)));
  return count > 0 ? entry.revents : short{0};
}

using NameFunction = int (*)(int, sockaddr*, socklen_t*);

void FillAddress(NameFunction name_of, int fd, std::string& ip, int& port) {
  sockaddr_in address{};
  socklen_t size = sizeof(address);
  sockaddr generic{};
  if (name_of(fd, &generic, &size) != 0 || generic.sa_family != AF_INET) return;
  std::memcpy(&address, &generic, sizeof(address));
  char text[INET_ADDRSTRLEN] = "";
  ::inet_ntop(AF_INET, &address.sin_addr, text, sizeof(text));
  ip = text;
  port = ntohs(address.sin_port);
}

}  // namespace

bool Connection::is_readable() const {
  return position_ < buffer_.size() || (Poll(fd_, POLLIN, kIoTimeout) & POLLIN) != 0;
}

bool Connection::is_writable() const {
  const short events = Poll(fd_, POLLOUT | POLLRDHUP, kIoTimeout);
  return (events & POLLOUT) != 0 && (events & (POLLHUP | POLLERR)) == 0;
}

ssize_t Connection::read(char* data, size_t size) {
  if (position_ == buffer_.size()) {
    if (!is_readable()) return -1;
    buffer_.resize(kReadBytes);
    const ssize_t count = ::recv(fd_, buffer_.data(), buffer_.size(), 0);
    buffer_.resize(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    position_ = 0;
    if (count <= 0) return count;
  }
  const size_t taken = std::min(size, buffer_.size() - position_);
  std::memcpy(data, buffer_.data() + position_, taken);
  position_ += taken;
  return static_cast<ssize_t>(taken);
}

ssize_t Connection::write(const char* data, size_t size) {
  if (!is_writable()) return -1;
  return ::send(fd_, data, size, MSG_NOSIGNAL);
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  FillAddress(&::getpeername, fd_, ip, port);
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  FillAddress(&::getsockname, fd_, ip, port);
}

bool Connection::WaitForRequest(absl::Duration timeout) const {
  if (position_ < buffer_.size()) return true;
  char byte = 0;
  return (Poll(fd_, POLLIN, timeout) & POLLIN) != 0 && ::recv(fd_, &byte, 1, MSG_PEEK) == 1;
}

bool Connection::WaitForPeerGone(absl::Duration timeout) const {
  return Poll(fd_, POLLRDHUP, timeout) != 0;
}

void Connection::Reset() const {
  // Dissolving the association of a connected TCP socket makes Linux send RST.
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  static_cast<void>(::connect(fd_, &nobody, sizeof(nobody)));
}

void Connection::Abort() const { ::shutdown(fd_, SHUT_RDWR); }

}  // namespace bookings::sandbox
