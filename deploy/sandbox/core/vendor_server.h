// The one wrapper around all routes of a vendor: identity, faults, limits, lock, log. Vendors never
// see it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "deploy/sandbox/core/account.h"
#include "deploy/sandbox/core/http_server.h"
#include "deploy/sandbox/core/request_log.h"
#include "deploy/sandbox/core/vendor.h"
#include "deploy/sandbox/core/virtual_clock.h"

namespace bookings::sandbox {

// Thread-safe. `vendor` and `clock` outlive it.
class VendorServer {
 public:
  VendorServer(const Vendor& vendor, const VirtualClock& clock);
  ~VendorServer() { Stop(); }

  absl::Status Start(const std::string& host, int port = 0) { return server_.Start(host, port); }
  // Routes that a `late` fault still holds back do not run any more.
  void Stop();
  const std::string& url() const { return server_.url(); }

  const Vendor& vendor() const { return vendor_; }
  AccountTable& accounts() { return accounts_; }
  // Requests whose credential belongs to no account.
  RequestLog& strangers() { return strangers_; }

  // Makes the account, replacing one of that name, and registers its credentials.
  absl::StatusOr<std::shared_ptr<Account>> CreateAccount(AccountSpec spec);

 private:
  void Serve(const Request& request, Connection& connection, httplib::Response& response);
  void ServeAccount(const Request& request, Account& account, Connection& connection,
                    httplib::Response& response);
  void ServeLate(const Request& request, Account& account, const Fault& fault,
                 const Connection& connection);
  // The caller holds account.mutex.
  Answer RunRoute(const Request& request, Account& account, const std::vector<Fault>& faults);

  const Vendor& vendor_;
  const VirtualClock& clock_;
  AccountTable accounts_;
  RequestLog strangers_;
  absl::Notification stopped_;
  HttpServer server_;
};

}  // namespace bookings::sandbox
