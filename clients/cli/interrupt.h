// Ctrl-C and changes of the terminal's size, for commands that run until they are stopped. A thread
// of its own takes the signals; the call that runs is cancelled.
#pragma once

#include <grpcpp/client_context.h>

#include <condition_variable>
#include <mutex>
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
  bool stopped() const;

  // While it lives, a stop cancels the call.
  class Call {
   public:
    Call(Interrupt& interrupt, grpc::ClientContext& context);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    Interrupt& interrupt_;
  };

 private:
  void AwaitSignals();
  // Whether to go on.
  bool Take(int signal);

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool stopped_ = false;
  bool resized_ = false;
  bool ending_ = false;
  grpc::ClientContext* context_ = nullptr;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace bookings::cli
