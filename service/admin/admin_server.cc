// See admin_server.h.
#include "service/admin/admin_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "httplib.h"

namespace bookings {
namespace {

// Somebody's browser and a scraper or two.
constexpr size_t kAdminThreads = 4;
constexpr time_t kAdminTimeoutSeconds = 5;
constexpr size_t kMaxAdminRequestBytes = 4096;

// Pages that change all the time, need nothing from elsewhere and stand in nobody's frame.
void SetHeaders(httplib::Server& server) {
  server.set_default_headers({{"Cache-Control", "no-store"},
                              {"X-Content-Type-Options", "nosniff"},
                              {"X-Frame-Options", "DENY"},
                              {"Referrer-Policy", "no-referrer"},
                              {"Content-Security-Policy",
                               "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                               "form-action 'none'; frame-ancestors 'none'"}});
}

// Without SO_REUSEPORT, which httplib sets by itself: two gateways on one port would share the
// scrapers unnoticed.
void SetSocketOptions(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

void SetBounds(httplib::Server& server) {
  server.set_socket_options(&SetSocketOptions);
  server.new_task_queue = [] { return new httplib::ThreadPool(kAdminThreads); };
  server.set_read_timeout(kAdminTimeoutSeconds);
  server.set_write_timeout(kAdminTimeoutSeconds);
  server.set_keep_alive_timeout(kAdminTimeoutSeconds);
  server.set_payload_max_length(kMaxAdminRequestBytes);
}

void Serve(AdminPage page, httplib::Server& server) {
  const std::string path = page.path;
  server.Get(path, [page = std::move(page)](const httplib::Request&, httplib::Response& response) {
    const AdminAnswer answer = page.render();
    response.status = answer.status;
    response.set_content(answer.body, page.content_type.c_str());
  });
}

// The port that is listened on, or 0.
int Bind(httplib::Server& server, const std::string& host, int port) {
  if (port == 0) return std::max(server.bind_to_any_port(host.c_str()), 0);
  return server.bind_to_port(host.c_str(), port) ? port : 0;
}

// httplib takes IPv6 addresses without their brackets.
std::string WithoutBrackets(const std::string& host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AdminServer>> AdminServer::Start(const std::string& address,
                                                                std::vector<AdminPage> pages) {
  auto server = std::make_unique<httplib::Server>();
  SetHeaders(*server);
  SetBounds(*server);
  for (AdminPage& page : pages) Serve(std::move(page), *server);
  const size_t colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  int wanted = 0;
  const bool has_port =
      colon != std::string::npos && absl::SimpleAtoi(address.substr(colon + 1), &wanted);
  const int port = has_port ? Bind(*server, WithoutBrackets(host), wanted) : 0;
  if (port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, " for the admin pages: is the port in use?"));
  }
  return std::unique_ptr<AdminServer>(
      new AdminServer(std::move(server), absl::StrCat(host, ":", port)));
}

AdminServer::AdminServer(std::unique_ptr<httplib::Server> server, std::string address)
    : server_(std::move(server)), address_(std::move(address)), thread_([this] {
        server_->listen_after_bind();
        ended_ = true;
      }) {
  // One that does not listen yet cannot be stopped.
  while (!server_->is_running() && !ended_) std::this_thread::yield();
}

AdminServer::~AdminServer() {
  server_->stop();
  thread_.join();
}

}  // namespace bookings
