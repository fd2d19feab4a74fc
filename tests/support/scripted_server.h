// A raw TCP server on loopback for faults that no HTTP server makes: it sends the bytes that a test
// scripts, and tells what it was sent. Knows of HTTP only where a request ends.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "service/engine/unique_fd.h"

namespace bookings {

// One connection that the server has accepted, as a script sees it. For the script's thread.
class ScriptedConnection {
 public:
  explicit ScriptedConnection(UniqueFd fd) : fd_(std::move(fd)) {}

  // The next request with its body; empty when the client has closed.
  std::string ReadRequest();
  // False when the client has gone.
  bool Send(std::string_view bytes);
  // Waits until the client closes; false if it has not after ten seconds.
  bool WaitForClose() { return ClosesWithin(absl::Seconds(10)); }
  // Waits for this long, or until the client closes; whether it has.
  bool ClosesWithin(absl::Duration time);
  // Lets the client see a reset, not an end, when the script returns.
  void EndWithReset();

 private:
  bool Fill();

  UniqueFd fd_;
  std::string received_;  // not yet taken by ReadRequest
};

// Thread-safe. Each connection is served by the script on a thread of its own; when the script
// returns the connection is closed.
class ScriptedServer {
 public:
  using Script = std::function<void(ScriptedConnection&)>;

  explicit ScriptedServer(Script script);
  // Shuts connections down and waits for the scripts.
  ~ScriptedServer();

  // `http://127.0.0.1:<port>`
  std::string url() const;
  int connections() const;

 private:
  void Accept();

  const Script script_;
  UniqueFd listener_;
  int port_ = 0;
  mutable std::mutex mutex_;  // guards the three below
  std::vector<int> open_;     // owned by the scripts' connections
  std::vector<std::thread> scripts_;
  int connections_ = 0;
  std::thread acceptor_;
};

// A whole answer with its length.
std::string HttpAnswer(std::string_view status_line, std::string_view body,
                       std::string_view headers = "");
// A script that gives the same answer to every request of a connection.
ScriptedServer::Script Always(std::string answer);

}  // namespace bookings
