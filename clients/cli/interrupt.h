// Ctrl-C and changes of the terminal's size, for commands that run until they are stopped. A thread
// of its own takes the signals.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "absl/time/time.h"

namespace bookings::cli {

class Interrupt {
 public:
  // To be called before any other thread starts: threads inherit what is blocked.
  static void BlockSignals();

  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  enum class Wake { kTimePassed, kResized, kStopped };
  // Sleeps until one of these.
  Wake Sleep(absl::Duration duration);
  bool stopped() const { return stop_.stop_requested(); }
  // Ends the call that runs.
  std::stop_token token() const { return stop_.get_token(); }

 private:
  void AwaitSignals();
  // Whether to go on.
  bool Take(int signal);

  std::stop_source stop_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool resized_ = false;
  bool ending_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace bookings::cli
