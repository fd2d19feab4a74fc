// The HTTP server of the admin pages, for the people who run the gateway.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"

namespace httplib {
class Server;
}  // namespace httplib

namespace bookings {

struct AdminAnswer {
  int status = 200;
  std::string body;
};

struct AdminPage {
  std::string path;
  std::string content_type;
  // Thread-safe; what it uses outlives the server.
  std::function<AdminAnswer()> render;
};

// Answers GET and HEAD of its pages, and nothing else. Runs threads of its own until it is
// destroyed.
class AdminServer {
 public:
  // `address`: `host:port`, checked; port 0 lets the system choose. Fails where it cannot be
  // listened on.
  static absl::StatusOr<std::unique_ptr<AdminServer>> Start(const std::string& address,
                                                            std::vector<AdminPage> pages);
  ~AdminServer();

  // `host:port` with the port that was bound.
  const std::string& address() const { return address_; }

 private:
  AdminServer(std::unique_ptr<httplib::Server> server, std::string address);

  const std::unique_ptr<httplib::Server> server_;
  const std::string address_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace bookings
