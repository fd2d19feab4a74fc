// A gateway that says to each list what a test wants, for what the fake gateway never says.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "bookings/client/client.h"
#include "bookings/v1/bookings.grpc.pb.h"

namespace bookings::client {

class MadeUpGateway final : public v1::BookingService::Service {
 public:
  // Every list is these pages, whatever its token.
  explicit MadeUpGateway(std::vector<v1::ListBookingsResponse> pages) : pages_(std::move(pages)) {
    grpc::ServerBuilder builder;
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~MadeUpGateway() override { server_->Shutdown(); }

  grpc::Status ListBookings(grpc::ServerContext* context, const v1::ListBookingsRequest* request,
                            grpc::ServerWriter<v1::ListBookingsResponse>* writer) override {
    requests_.push_back(*request);
    has_deadline_ = context->deadline() != std::chrono::system_clock::time_point::max();
    for (const v1::ListBookingsResponse& page : pages_) writer->Write(page);
    return grpc::Status::OK;
  }

  // Its waits take no time.
  Client MakeClient() {
    Options options;
    options.retry.first_backoff = absl::ZeroDuration();
    return Client(server_->InProcessChannel({}), options);
  }

  // To be read when no call runs.
  const std::vector<v1::ListBookingsRequest>& requests() const { return requests_; }
  bool has_deadline() const { return has_deadline_; }

 private:
  const std::vector<v1::ListBookingsResponse> pages_;
  std::vector<v1::ListBookingsRequest> requests_;
  bool has_deadline_ = false;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace bookings::client
