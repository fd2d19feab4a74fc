// One accepted TCP connection, as cpp-httplib wants to see it, with the few things a fault needs
// besides. Owned by the thread that serves it; Abort may come from another thread.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "httplib.h"

namespace bookings::sandbox {

class Connection : public httplib::Stream {
 public:
  // `fd` stays the caller's.
  explicit Connection(int fd) : fd_(fd) {}

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* data, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return fd_; }

  // Waits for the first byte of the next request; false when none comes in time or the peer has
  // closed.
  bool WaitForRequest(absl::Duration timeout) const;

  // Waits until the peer goes away, at most `timeout`; true if it did. Zero only looks.
  bool WaitForPeerGone(absl::Duration timeout) const;

  // Sends a TCP reset; nothing can be written afterwards.
  void Reset() const;

  // Ends both directions, so that whoever waits on the connection wakes up.
  void Abort() const;

 private:
  const int fd_;
  // httplib reads a byte at a time.
  std::string buffer_;
  size_t position_ = 0;
};

}  // namespace bookings::sandbox
