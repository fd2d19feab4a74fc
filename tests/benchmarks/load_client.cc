// Reads whole lists as fast as the server gives them, over several streams at a time, and prints
// what it read as one JSON line. The benchmarks measure the server meanwhile; this client does
// nothing with the bookings but count them.
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "host:port of the server");
ABSL_FLAG(std::string, connection, "", "id of the connection to list; empty = all");
ABSL_FLAG(std::string, order_by, "UNSPECIFIED", "order of the list, as in START_TIME_ASC");
ABSL_FLAG(int, streams, 8, "streams at a time");
ABSL_FLAG(int, lists, 1, "whole lists that each stream reads, one after the other");
ABSL_FLAG(int, page_size, 50, "bookings per message");
ABSL_FLAG(int64_t, limit, 0, "bookings per list, 0 = all");

namespace {

struct Totals {
  std::atomic<int64_t> bookings = 0;
  std::atomic<int64_t> pages = 0;
  std::atomic<int> failures = 0;
};

bookings::v1::OrderBy ParseOrder() {
  bookings::v1::OrderBy order = bookings::v1::ORDER_BY_UNSPECIFIED;
  bookings::v1::OrderBy_Parse(absl::StrCat("ORDER_BY_", absl::GetFlag(FLAGS_order_by)), &order);
  return order;
}

bookings::v1::ListBookingsRequest MakeRequest() {
  bookings::v1::ListBookingsRequest request;
  const std::string connection = absl::GetFlag(FLAGS_connection);
  if (!connection.empty()) request.add_connections(absl::StrCat("connections/", connection));
  request.set_order_by(ParseOrder());
  request.set_page_size(absl::GetFlag(FLAGS_page_size));
  request.set_limit(absl::GetFlag(FLAGS_limit));
  return request;
}

void ReadList(bookings::v1::BookingService::Stub& stub, Totals& totals) {
  grpc::ClientContext context;
  auto stream = stub.ListBookings(&context, MakeRequest());
  bookings::v1::ListBookingsResponse page;
  while (stream->Read(&page)) {
    totals.bookings += page.bookings_size();
    ++totals.pages;
  }
  const grpc::Status status = stream->Finish();
  if (status.ok()) return;
  ++totals.failures;
  std::cerr << status.error_code() << ' ' << status.error_message() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const auto channel =
      grpc::CreateChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials());
  auto stub = bookings::v1::BookingService::NewStub(channel);
  Totals totals;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> readers;
  for (int i = 0; i < absl::GetFlag(FLAGS_streams); ++i) {
    readers.emplace_back([&] {
      for (int list = 0; list < absl::GetFlag(FLAGS_lists); ++list) ReadList(*stub, totals);
    });
  }
  for (std::thread& reader : readers) reader.join();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  std::cout << "{\"bookings\":" << totals.bookings << ",\"pages\":" << totals.pages
            << ",\"failures\":" << totals.failures << ",\"wall_s\":" << wall.count() << "}\n";
  return totals.failures == 0 ? 0 : 1;
}
