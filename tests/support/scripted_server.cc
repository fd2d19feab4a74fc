// See scripted_server.h.
#include "tests/support/scripted_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace bookings {
namespace {

// The length that the request head announces for its body.
size_t BodyLength(std::string head) {
  absl::AsciiStrToLower(&head);
  constexpr std::string_view kName = "\r\ncontent-length:";
  const size_t found = head.find(kName);
  if (found == std::string::npos) return 0;
  return static_cast<size_t>(std::atol(head.c_str() + found + kName.size()));
}

}  // namespace

bool ScriptedConnection::Fill() {
  std::array<char, 4096> buffer;
  const ssize_t size = recv(fd_.get(), buffer.data(), buffer.size(), 0);
  if (size > 0) received_.append(buffer.data(), static_cast<size_t>(size));
  return size > 0;
}

std::string ScriptedConnection::ReadRequest() {
  size_t head_end = std::string::npos;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) return "";
  }
  const size_t size = head_end + 4 + BodyLength(received_.substr(0, head_end));
  while (received_.size() < size) {
    if (!Fill()) return "";
  }
  std::string request = received_.substr(0, size);
  received_.erase(0, size);
  return request;
}

bool ScriptedConnection::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(size));
  }
  return true;
}

bool ScriptedConnection::ClosesWithin(absl::Duration time) {
  const absl::Time end = absl::Now() + time;
  pollfd waiting{fd_.get(), POLLIN, 0};
  for (;;) {
    const int left = static_cast<int>(absl::ToInt64Milliseconds(end - absl::Now()));
    if (left < 0 || poll(&waiting, 1, left) <= 0) return false;
    if (!Fill()) return true;
  }
}

void ScriptedConnection::EndWithReset() {
  const linger at_once{1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = UniqueFd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof(address);
  if (bind(listener_.get(), generic, size) != 0 || listen(listener_.get(), SOMAXCONN) != 0 ||
      getsockname(listener_.get(), generic, &size) != 0) {
    std::abort();  // a test machine without loopback
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  std::vector<std::thread> scripts;
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
    scripts.swap(scripts_);
  }
  for (std::thread& script : scripts) script.join();
}

void ScriptedServer::Accept() {
  for (;;) {
    const int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const std::lock_guard lock(mutex_);
    ++connections_;
    open_.push_back(fd);
    scripts_.emplace_back([this, fd] {
      ScriptedConnection connection{UniqueFd(fd)};
      script_(connection);
      // Before the descriptor is closed and its number means another socket.
      const std::lock_guard closing(mutex_);
      std::erase(open_, fd);
    });
  }
}

std::string ScriptedServer::url() const { return absl::StrCat("http://127.0.0.1:", port_); }

int ScriptedServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

std::string HttpAnswer(std::string_view status_line, std::string_view body,
                       std::string_view headers) {
  std::string answer = "HTTP/1.1 ";
  answer.append(status_line).append("\r\n").append(headers);
  absl::StrAppend(&answer, "Content-Length: ", body.size(), "\r\n\r\n");
  return answer.append(body);
}

ScriptedServer::Script Always(std::string answer) {
  return [answer = std::move(answer)](ScriptedConnection& connection) {
    while (!connection.ReadRequest().empty() && connection.Send(answer)) {
    }
  };
}

}  // namespace bookings
