#include "deploy/sandbox/core/sandbox.h"

#include <utility>

#include "deploy/sandbox/core/civil_time.h"

namespace bookings::sandbox {
namespace {

AccountSpec DefaultAccount(const SandboxOptions& options) {
  AccountSpec spec;
  spec.name = kDefaultAccount;
  spec.seed = options.seed;
  spec.bookings = options.bookings;
  spec.epoch = absl::FromUnixMillis(*ParseInstantMillis(kDefaultEpoch));
  spec.settings = Json::object();
  return spec;
}

}  // namespace

Sandbox::Sandbox(std::vector<std::unique_ptr<Vendor>> vendors) : vendors_(std::move(vendors)) {
  std::vector<VendorServer*> servers;
  for (const std::unique_ptr<Vendor>& vendor : vendors_) {
    servers_.push_back(std::make_unique<VendorServer>(*vendor, clock_));
    servers.push_back(servers_.back().get());
  }
  control_ = std::make_unique<ControlServer>(std::move(servers), clock_);
}

Sandbox::~Sandbox() { Stop(); }

absl::Status Sandbox::Start(const SandboxOptions& options) {
  int port = options.first_port;
  for (const std::unique_ptr<VendorServer>& server : servers_) {
    const auto account = server->CreateAccount(DefaultAccount(options));
    if (!account.ok()) return account.status();
    if (port != 0) ++port;
    if (absl::Status status = server->Start(options.host, port); !status.ok()) return status;
  }
  return control_->Start(options.host, options.first_port);
}

void Sandbox::Stop() {
  control_->Stop();
  for (const std::unique_ptr<VendorServer>& server : servers_) server->Stop();
}

Json Sandbox::Addresses() const {
  Json addresses = {{"control", control_->url()}};
  for (const std::unique_ptr<VendorServer>& server : servers_) {
    addresses[std::string(server->vendor().name())] = server->url();
  }
  return addresses;
}

}  // namespace bookings::sandbox
