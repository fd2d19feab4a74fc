// Opens many lists, reads the first page of each and then no more. Announces in a file that all are
// open, with the size of a page in bytes, and holds them until SIGTERM.
#include <grpcpp/grpcpp.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "host:port of the server");
ABSL_FLAG(std::string, connection, "floor", "id of the connection to list");
ABSL_FLAG(int, streams, 2'000, "lists to hold open");
ABSL_FLAG(int, streams_per_channel, 100,
          "lists that share a TCP connection, as those of one caller");
ABSL_FLAG(int, page_size, 50, "bookings per message");
ABSL_FLAG(std::string, ready_file, "", "file to write the size of a page to");

namespace {

struct Held {
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<bookings::v1::ListBookingsResponse>> stream;
};

std::shared_ptr<grpc::Channel> Connect() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
  // Each stream's window stays at 64 KiB: what is not read stays at the server.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  return grpc::CreateCustomChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials(),
                                   arguments);
}

// The size of its first page, 0 when there is none.
size_t Open(bookings::v1::BookingService::Stub& stub, Held& held) {
  bookings::v1::ListBookingsRequest request;
  request.add_connections(absl::StrCat("connections/", absl::GetFlag(FLAGS_connection)));
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  held.stream = stub.ListBookings(&held.context, request);
  bookings::v1::ListBookingsResponse page;
  if (held.stream->Read(&page)) return page.ByteSizeLong();
  std::cerr << held.stream->Finish().error_message() << '\n';
  return 0;
}

int Run() {
  std::vector<std::unique_ptr<Held>> all;
  std::unique_ptr<bookings::v1::BookingService::Stub> stub;
  size_t page_bytes = 0;
  for (int i = 0; i < absl::GetFlag(FLAGS_streams); ++i) {
    if (i % absl::GetFlag(FLAGS_streams_per_channel) == 0) {
      stub = bookings::v1::BookingService::NewStub(Connect());
    }
    page_bytes = Open(*stub, *all.emplace_back(std::make_unique<Held>()));
    if (page_bytes == 0) return 1;
  }
  std::ofstream(absl::GetFlag(FLAGS_ready_file)) << page_bytes << std::flush;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  int signal = 0;
  sigwait(&stop, &signal);
  for (const auto& held : all) held->context.TryCancel();
  for (const auto& held : all) held->stream->Finish();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  absl::ParseCommandLine(argc, argv);
  return Run();
}
