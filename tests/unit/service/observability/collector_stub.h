// A collector that speaks OTLP, for tests: takes down what comes, and can be slow or picky.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "opentelemetry/proto/collector/trace/v1/trace_service.grpc.pb.h"

namespace bookings {

class CollectorStub final
    : public opentelemetry::proto::collector::trace::v1::TraceService::Service {
 public:
  using Request = opentelemetry::proto::collector::trace::v1::ExportTraceServiceRequest;
  using Response = opentelemetry::proto::collector::trace::v1::ExportTraceServiceResponse;

  explicit CollectorStub(const std::shared_ptr<grpc::ServerCredentials>& credentials =
                             grpc::InsecureServerCredentials(),
                         const std::string& host = "127.0.0.1") {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(host + ":0", credentials, &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    address_ = host + ":" + std::to_string(port);
  }
  ~CollectorStub() override { Stop(); }

  // `host:port`; nobody listens there after Stop.
  const std::string& address() const { return address_; }
  void Stop() {
    Open();
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  // From now on calls wait until it is opened.
  void Close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  // Of every call from now on.
  void Reject(int64_t spans) {
    const std::lock_guard lock(mutex_);
    rejected_ = spans;
  }
  // Waits until there were so many calls; what they brought.
  std::vector<Request> Requests(size_t calls) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return requests_.size() >= calls; });
    return requests_;
  }

  grpc::Status Export(grpc::ServerContext*, const Request* request, Response* response) override {
    std::unique_lock lock(mutex_);
    requests_.push_back(*request);
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    if (rejected_ > 0) response->mutable_partial_success()->set_rejected_spans(rejected_);
    return grpc::Status::OK;
  }

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Request> requests_;
  bool open_ = true;
  int64_t rejected_ = 0;
};

}  // namespace bookings
