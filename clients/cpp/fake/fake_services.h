// The fake gateway's gRPC services over its state.
#pragma once

#include <memory>
#include <string>

#include "bookings/v1/bookings.grpc.pb.h"
#include "bookings/v1/connections.grpc.pb.h"
#include "fake/fake_state.h"

namespace bookings::client::internal {

class FakeServices {
 public:
  explicit FakeServices(std::shared_ptr<FakeState> state);
  ~FakeServices();

  grpc::Service* bookings() { return bookings_.get(); }
  grpc::Service* connections() { return connections_.get(); }

 private:
  std::unique_ptr<grpc::Service> bookings_;
  std::unique_ptr<grpc::Service> connections_;
};

}  // namespace bookings::client::internal
