// Runs requests through a CurlTransport on a real loop, from the test's thread.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "connectors/api/failure.h"
#include "service/http/curl_transport.h"
#include "service/http/epoll_loop.h"
#include "tests/support/event.h"

namespace bookings {

// A request under way.
struct TransportCall {
  std::unique_ptr<Exchange> exchange;  // used on the loop only
  Event arrived;
  absl::StatusOr<HttpResponse> result = absl::UnknownError("nothing has arrived");
};

class TransportTest : public ::testing::Test {
 protected:
  ~TransportTest() override { loop_->Stop(); }

  // Once per test, before the first call.
  void Use(CurlTransportOptions options) {
    transport_ = std::make_unique<CurlTransport>(loop_.get(), std::move(options));
    loop_->AtStop([this] { transport_.reset(); });
  }
  void UseUrl(std::string base_url) {
    CurlTransportOptions options;
    options.base_url = std::move(base_url);
    Use(std::move(options));
  }

  std::shared_ptr<TransportCall> Start(HttpRequest request, CallContext context = {}) {
    auto call = std::make_shared<TransportCall>();
    loop_->Post([this, call, request = std::move(request), context]() mutable {
      call->exchange = transport_->Send(std::move(request), context,
                                        [raw = call.get()](absl::StatusOr<HttpResponse> result) {
                                          raw->result = std::move(result);
                                          raw->exchange.reset();
                                          raw->arrived.Happen();
                                        });
    });
    return call;
  }
  absl::StatusOr<HttpResponse> Fetch(HttpRequest request, CallContext context = {}) {
    const auto call = Start(std::move(request), std::move(context));
    call->arrived.Wait();
    return std::move(call->result);
  }
  void Cancel(const std::shared_ptr<TransportCall>& call) {
    Event cancelled;
    loop_->Post([&] {
      call->exchange.reset();
      cancelled.Happen();
    });
    cancelled.Wait();
  }

  static HttpRequest Get(std::string target = "/") {
    HttpRequest request;
    request.target = std::move(target);
    request.replay = ReplaySafety::kSafe;
    return request;
  }
  static HttpRequest Post(std::string body) {
    HttpRequest request;
    request.method = HttpMethod::kPost;
    request.target = "/";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    return request;
  }
  static std::string MetadataOf(const absl::Status& status, const std::string& key) {
    const FailureDetails details = DetailsOf(status).value_or(FailureDetails());
    const auto found = details.metadata().find(key);
    return found == details.metadata().end() ? "" : found->second;
  }

  std::unique_ptr<EpollLoop> loop_ = *EpollLoop::Start();
  std::unique_ptr<CurlTransport> transport_;
};

}  // namespace bookings
