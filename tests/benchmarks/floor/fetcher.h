// The barest way to fetch pages with libcurl: one multi handle on one thread, kept-alive
// connections, no retries, no limits, no authentication but a fixed header. Part of the floor that
// the gateway is measured against.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bookings::benchmarks {

class Fetcher {
 public:
  // `done` runs on the fetcher's thread; an empty body means that the transfer failed.
  using Done = std::function<void(std::string body)>;

  explicit Fetcher(const std::string& header);
  ~Fetcher();

  // From any thread.
  void Get(std::string url, Done done);

 private:
  struct Transfer {
    CURL* easy = nullptr;
    std::string url;
    std::string body;
    Done done;
  };

  void Run();
  void StartQueued();
  void FinishDone();
  static size_t Append(char* data, size_t size, size_t count, void* transfer);

  CURLM* const multi_;
  curl_slist* headers_ = nullptr;
  std::vector<CURL*> idle_;
  std::mutex mutex_;
  std::vector<Transfer*> queued_;  // guarded by mutex_
  bool stopping_ = false;          // guarded by mutex_
  std::thread thread_;
};

}  // namespace bookings::benchmarks
