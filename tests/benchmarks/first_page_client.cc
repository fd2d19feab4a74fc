// How long the first page of a list takes: opens a list, reads one page, leaves, and does it again.
// Prints the times as one JSON line.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "host:port of the server");
ABSL_FLAG(std::string, connection, "", "id of the connection to list");
ABSL_FLAG(std::string, order_by, "UNSPECIFIED", "order of the list, as in START_TIME_ASC");
ABSL_FLAG(int, page_size, 50, "bookings per message");
ABSL_FLAG(int, lists, 41, "lists to open, one after the other");
ABSL_FLAG(int, pause_ms, 200,
          "between lists, until the vendor is done with what the last one asked");

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

bookings::v1::ListBookingsRequest MakeRequest() {
  bookings::v1::ListBookingsRequest request;
  request.add_connections(absl::StrCat("connections/", absl::GetFlag(FLAGS_connection)));
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  bookings::v1::OrderBy order = bookings::v1::ORDER_BY_UNSPECIFIED;
  bookings::v1::OrderBy_Parse(absl::StrCat("ORDER_BY_", absl::GetFlag(FLAGS_order_by)), &order);
  request.set_order_by(order);
  return request;
}

// Milliseconds to the first page with bookings; negative when there was none.
double TimeFirstPage(bookings::v1::BookingService::Stub& stub) {
  const bookings::v1::ListBookingsRequest request = MakeRequest();
  grpc::ClientContext context;
  const auto begin = std::chrono::steady_clock::now();
  auto stream = stub.ListBookings(&context, request);
  bookings::v1::ListBookingsResponse page;
  bool some = false;
  while (!some && stream->Read(&page)) some = page.bookings_size() > 0;
  const Milliseconds taken = std::chrono::steady_clock::now() - begin;
  context.TryCancel();
  const grpc::Status status = stream->Finish();
  if (!some) std::cerr << status.error_code() << ' ' << status.error_message() << '\n';
  return some ? taken.count() : -1;
}

}  // namespace

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  auto stub = bookings::v1::BookingService::NewStub(
      grpc::CreateChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials()));
  if (TimeFirstPage(*stub) < 0) return 1;  // not counted: it also connects
  std::vector<double> times;
  for (int i = 0; i < absl::GetFlag(FLAGS_lists); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(absl::GetFlag(FLAGS_pause_ms)));
    times.push_back(TimeFirstPage(*stub));
  }
  std::sort(times.begin(), times.end());
  std::cout << "{\"median_ms\":" << times[times.size() / 2]
            << ",\"p90_ms\":" << times[times.size() * 9 / 10] << "}\n";
  return times.front() < 0 ? 1 : 0;
}
