// The whole sandbox in one object: all vendors' servers, the control server and the clock. main.cc
// and the tests start it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "deploy/sandbox/core/control_server.h"
#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/core/vendor.h"
#include "deploy/sandbox/core/vendor_server.h"
#include "deploy/sandbox/core/virtual_clock.h"

namespace bookings::sandbox {

// The middle of the generated times where nobody says otherwise.
inline constexpr std::string_view kDefaultEpoch = "2026-11-20T00:00:00Z";

// The account that every vendor starts with; its credentials are fixed and stand in the vendors'
// READMEs.
inline constexpr std::string_view kDefaultAccount = "default";

struct SandboxOptions {
  std::string host = "127.0.0.1";
  // Of the control server; the vendors follow in their order. 0 = free ones.
  int first_port = 0;
  // Of the default accounts.
  uint64_t bookings = 0;
  uint64_t seed = 1;
};

class Sandbox {
 public:
  explicit Sandbox(std::vector<std::unique_ptr<Vendor>> vendors);
  ~Sandbox();

  // Makes the default accounts and opens all ports.
  absl::Status Start(const SandboxOptions& options);
  void Stop();

  // {"control": "http://127.0.0.1:1", "jicoo": "http://127.0.0.1:2", ...}; after Start.
  Json Addresses() const;

 private:
  VirtualClock clock_;
  std::vector<std::unique_ptr<Vendor>> vendors_;
  std::vector<std::unique_ptr<VendorServer>> servers_;
  std::unique_ptr<ControlServer> control_;
};

}  // namespace bookings::sandbox
