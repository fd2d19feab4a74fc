#include "deploy/sandbox/core/http_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <utility>

namespace bookings::sandbox {
namespace {

// An idle connection is kept this long: longer than any test idles.
constexpr absl::Duration kKeepAlive = absl::Seconds(120);

// Connections that may wait to be accepted: a burst of all of them; httplib's own 5 makes the
// kernel drop SYNs.
constexpr int kBacklog = 256;

// The largest body a client may send; no vendor's write comes near.
constexpr size_t kMaxBodyBytes = 1 << 20;

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// What httplib adds to the headers for its own handlers.
bool IsFromServer(const std::string& name) {
  return name == "REMOTE_ADDR" || name == "REMOTE_PORT" || name == "LOCAL_ADDR" ||
         name == "LOCAL_PORT";
}

Request ToRequest(const httplib::Request& raw) {
  Request request = ParseTarget(raw.target);
  request.method = raw.method;
  request.body = raw.body;
  request.client_ip = raw.remote_addr;
  for (const auto& [name, value] : raw.headers) {
    if (!IsFromServer(name)) request.headers.push_back({Lower(name), value});
  }
  return request;
}

}  // namespace

HttpServer::HttpServer(Serve serve) : serve_(std::move(serve)) {
  new_task_queue = [] { return new httplib::ThreadPool(kMaxConnections); };
  set_tcp_nodelay(true);
  set_payload_max_length(kMaxBodyBytes);
  // GET before routing: httplib's routes are regular expressions, and a list call needs none.
  set_pre_routing_handler([this](const httplib::Request& raw, httplib::Response& response) {
    if (raw.method != "GET") return HandlerResponse::Unhandled;
    ServeRequest(raw, response);
    return HandlerResponse::Handled;
  });
  const Handler serve_any = [this](const httplib::Request& raw, httplib::Response& response) {
    ServeRequest(raw, response);
  };
  Post(".*", serve_any).Put(".*", serve_any).Patch(".*", serve_any).Delete(".*", serve_any);
}

HttpServer::~HttpServer() { Stop(); }

absl::Status HttpServer::Start(const std::string& host, int port) {
  const bool bound = port == 0 ? (port = bind_to_any_port(host)) > 0 : bind_to_port(host, port);
  if (!bound) {
    return absl::UnavailableError("cannot listen on " + host + ":" + std::to_string(port));
  }
  ::listen(svr_sock_, kBacklog);
  url_ = "http://" + host + ":" + std::to_string(port);
  listener_ = std::thread([this] { listen_after_bind(); });
  // Stop does nothing before the loop runs.
  while (!is_running()) std::this_thread::yield();
  return absl::OkStatus();
}

void HttpServer::Stop() {
  if (!listener_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& [port, connection] : connections_) connection->Abort();
  }
  stop();
  listener_.join();
}

bool HttpServer::process_and_close_socket(socket_t fd) {
  Connection connection(fd);
  std::string ip;
  int port = 0;
  connection.get_remote_ip_and_port(ip, port);
  bool admitted = false;
  {
    const std::lock_guard lock(mutex_);
    admitted = !stopping_;
    if (admitted) connections_[port] = &connection;
  }
  if (admitted) {
    ServeConnection(connection);
    const std::lock_guard lock(mutex_);
    connections_.erase(port);
  }
  ::shutdown(fd, SHUT_RDWR);
  ::close(fd);
  return true;
}

void HttpServer::ServeConnection(Connection& connection) {
  bool closed = false;
  while (!closed && connection.WaitForRequest(kKeepAlive)) {
    const bool answered =
        process_request(connection, /*close_connection=*/false, closed,
                        // Compressing would cost more than all the rest.
                        [](httplib::Request& raw) { raw.headers.erase("Accept-Encoding"); });
    if (!answered) return;
  }
}

void HttpServer::ServeRequest(const httplib::Request& raw, httplib::Response& response) {
  Connection* connection = FindConnection(raw.remote_port);
  if (connection != nullptr) serve_(ToRequest(raw), *connection, response);
}

Connection* HttpServer::FindConnection(int remote_port) {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(remote_port);
  return found == connections_.end() ? nullptr : found->second;
}

void SetAnswer(httplib::Response& response, Answer answer) {
  response.status = answer.status;
  for (const Field& header : answer.headers) response.set_header(header.name, header.value);
  response.body = std::move(answer.body);
  if (!answer.content_type.empty()) response.set_header("Content-Type", answer.content_type);
}

}  // namespace bookings::sandbox
