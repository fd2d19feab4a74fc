// cpp-httplib's server with two things it lacks: the handler gets at its connection, and stopping
// does not wait for idle keep-alive connections. One handler takes every path and method; routing
// is the router's (router.h).
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "deploy/sandbox/core/connection.h"
#include "deploy/sandbox/core/message.h"

namespace bookings::sandbox {

class HttpServer : private httplib::Server {
 public:
  // Called on one thread for each connection.
  using Serve = std::function<void(const Request&, Connection&, httplib::Response&)>;

  // Each connection holds a thread while it is open, so this is how many can be open; a few more
  // than the 64 keep-alive connections that a client may hold.
  static constexpr size_t kMaxConnections = 96;

  explicit HttpServer(Serve serve);
  ~HttpServer() override;

  // Listens on this port of `host`, 0 = a free one, and serves in the background until Stop.
  absl::Status Start(const std::string& host, int port = 0);
  // Cuts all connections and joins all threads. Harmless when not started.
  void Stop();

  // "http://127.0.0.1:12345"; after Start.
  const std::string& url() const { return url_; }

 private:
  bool process_and_close_socket(socket_t fd) override;
  void ServeConnection(Connection& connection);
  void ServeRequest(const httplib::Request& raw, httplib::Response& response);
  Connection* FindConnection(int remote_port);

  Serve serve_;
  std::string url_;
  std::thread listener_;
  // Not absl::Mutex, here and in the other parts: the thread sanitizer does not see what happens
  // inside the packaged, uninstrumented Abseil.
  std::mutex mutex_;
  bool stopping_ = false;  // guarded by mutex_
  // By the peer's port, which httplib tells with each request.
  absl::flat_hash_map<int, Connection*> connections_;  // guarded by mutex_
};

// Moves `answer` into httplib's form.
void SetAnswer(httplib::Response& response, Answer answer);

}  // namespace bookings::sandbox
