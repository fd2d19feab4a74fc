// The Sender at the bottom of a connection's stack: HTTP over libcurl's multi interface, driven by
// an event loop. Brings every status as a response; failures are those of the way.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "service/engine/sender.h"
#include "service/http/curl_handles.h"
#include "service/http/curl_options.h"
#include "service/http/epoll_loop.h"

namespace bookings {

// One connection's: keeps its sockets open between requests and shares nothing with others. May be
// made on any thread; from the first Send on it lives on the loop's thread. Outlives its exchanges.
class CurlTransport final : public Sender {
 public:
  // The loop outlives the transport.
  CurlTransport(EpollLoop* loop, CurlTransportOptions options);
  ~CurlTransport() override;

  std::unique_ptr<Exchange> Send(HttpRequest request, const CallContext& context,
                                 Done done) override;

 private:
  class Attempt;

  CurlEasy TakeEasy();
  void KeepEasy(CurlEasy easy);
  // libcurl's questions to its owner: watch this socket, wake me at that time.
  static int OnSocket(CURL* easy, curl_socket_t fd, int what, void* self, void* watched);
  static int OnTimer(CURLM* multi, long milliseconds, void* self);
  void Watch(curl_socket_t fd, int what);
  void Act(curl_socket_t fd, int events);
  void FinishAttempts();

  CurlLibrary library_;
  EpollLoop* const loop_;
  const CurlTransportOptions options_;
  std::vector<CurlEasy> idle_;
  std::unique_ptr<Timer> timer_;
  CurlMulti multi_;
};

}  // namespace bookings
