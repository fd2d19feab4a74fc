// The control path of the sandbox: makes accounts, shows and changes their rows, switches, faults,
// limits, logs and the time. It listens on a port of its own, so that no vendor's API ever shows
// it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "deploy/sandbox/core/http_server.h"
#include "deploy/sandbox/core/vendor_server.h"
#include "deploy/sandbox/core/virtual_clock.h"

namespace bookings::sandbox {

// Thread-safe. The vendors' servers and `clock` outlive it.
class ControlServer {
 public:
  ControlServer(std::vector<VendorServer*> vendors, VirtualClock& clock);

  absl::Status Start(const std::string& host, int port = 0) { return server_.Start(host, port); }
  void Stop() { server_.Stop(); }
  const std::string& url() const { return server_.url(); }

 private:
  void Serve(const Request& request, httplib::Response& response);
  void ServeVendor(const Request& request, VendorServer& vendor, httplib::Response& response);
  Answer SetNow(const Request& request);
  VendorServer* FindVendor(const std::string& name) const;

  const std::vector<VendorServer*> vendors_;
  VirtualClock& clock_;
  HttpServer server_;
};

}  // namespace bookings::sandbox
