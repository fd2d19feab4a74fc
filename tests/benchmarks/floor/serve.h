// What every server of the floor does around its service: a free port, announced in a file, until
// SIGTERM.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

namespace bookings::benchmarks {

// Call first thing in main, before there are threads: SIGTERM is waited for, not handled, and
// malloc keeps freed memory as in the gateway.
void PrepareProcess();

// Serves on loopback, writes the port to `port_file`, returns the exit status after SIGTERM.
int Serve(grpc::Service& service, const std::string& port_file);

}  // namespace bookings::benchmarks
