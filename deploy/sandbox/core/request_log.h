// The requests that an account has received, for tests to look at. Thread-safe, bounded.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "deploy/sandbox/core/message.h"

namespace bookings::sandbox {

struct LoggedRequest {
  absl::Time time;
  std::string method;
  std::string path;
  std::vector<Field> query;
  // Names only: values hold credentials.
  std::vector<std::string> header_names;
  std::string body;
  // 0 where the connection was cut on purpose.
  int status = 0;
  // The client had closed its side before the answer was sent.
  bool client_gone = false;
};

class RequestLog {
 public:
  // Requests kept; older ones are dropped. Enough for one test's crawl, small enough for any number
  // of accounts.
  static constexpr size_t kCapacity = 10'000;

  void Add(LoggedRequest request);
  std::vector<LoggedRequest> Copy() const;
  void Clear();

 private:
  mutable std::mutex mutex_;
  std::deque<LoggedRequest> requests_;  // guarded by mutex_
};

}  // namespace bookings::sandbox
