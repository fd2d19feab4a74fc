// Stands between libpq and a PostgreSQL server, and loses an answer when told to: the server has
// carried the statement out then, and the connection is gone.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "service/engine/unique_fd.h"
#include "tests/unit/service/ledger/stores.h"

namespace bookings::testing {

// Serves one connection after the other.
class LossyProxy {
 public:
  // Of the server that this string leads to; its folder comes first in it.
  explicit LossyProxy(const std::string& conninfo);
  ~LossyProxy();

  // Leads through the proxy.
  std::string conninfo() const;
  // What the server says next is not passed on; both ends are closed.
  void LoseNextAnswer() { losing_ = true; }

 private:
  void Serve();
  // Until one of the ends closes, an answer is lost, or the proxy ends.
  void Forward(int client, int server);
  // False at the end of the stream.
  static bool Pass(int from, int to);

  const std::string server_folder_;
  const std::string rest_;
  TemporaryFolder folder_;
  UniqueFd listener_;
  UniqueFd stop_;
  std::atomic<bool> losing_ = false;
  std::thread thread_;
};

}  // namespace bookings::testing
