// See interrupt.h.
#include "clients/cli/interrupt.h"

#include <pthread.h>
#include <signal.h>

namespace bookings::cli {
namespace {

sigset_t AwaitedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGWINCH}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

void Interrupt::BlockSignals() {
  const sigset_t signals = AwaitedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Interrupt::Interrupt() : thread_([this] { AwaitSignals(); }) {}

Interrupt::~Interrupt() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  pthread_kill(thread_.native_handle(), SIGWINCH);
  thread_.join();
}

void Interrupt::AwaitSignals() {
  const sigset_t signals = AwaitedSignals();
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && Take(signal)) {
  }
}

bool Interrupt::Take(int signal) {
  const std::lock_guard lock(mutex_);
  if (ending_) return false;
  if (signal == SIGWINCH) {
    resized_ = true;
  } else {
    stop_.request_stop();
  }
  changed_.notify_all();
  return true;
}

Interrupt::Wake Interrupt::Sleep(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoNanoseconds(duration),
                    [this] { return stopped() || resized_; });
  if (stopped()) return Wake::kStopped;
  if (!resized_) return Wake::kTimePassed;
  resized_ = false;
  return Wake::kResized;
}

}  // namespace bookings::cli
