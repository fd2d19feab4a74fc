// See serve.h.
#include "tests/benchmarks/floor/serve.h"

#include <malloc.h>

#include <csignal>
#include <fstream>
#include <memory>

#include "absl/synchronization/mutex.h"

namespace bookings::benchmarks {
namespace {

sigset_t Termination() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void PrepareProcess() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  const sigset_t termination = Termination();
  pthread_sigmask(SIG_BLOCK, &termination, nullptr);
}

int Serve(grpc::Service& service, const std::string& port_file) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::ofstream(port_file) << port << std::flush;
  const sigset_t termination = Termination();
  int signal = 0;
  sigwait(&termination, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace bookings::benchmarks
