// Times small calls: GetBooking over gRPC, and the same bookings read from the vendor with libcurl
// by itself, in turn on the same threads, so that whatever else the machine does hits both alike.
// Prints counts and percentiles as one JSON line.
#include <curl/curl.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "bookings/v1/bookings.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "host:port of the server");
ABSL_FLAG(std::string, connection, "floor", "id of the connection");
ABSL_FLAG(std::string, ids_file, "", "vendor ids of bookings, one a line");
ABSL_FLAG(std::string, direct, "", "the vendor's base address; empty = only over gRPC");
ABSL_FLAG(std::string, header, "", "the credential for direct calls");
ABSL_FLAG(int, rate, 0, "calls of each kind per second; 0 = as fast as the answers come");
ABSL_FLAG(double, seconds, 5, "how long");
ABSL_FLAG(int, threads, 4, "calls at a time");

namespace {

using Clock = std::chrono::steady_clock;
using Ids = std::vector<std::string>;
// Reads one booking by its vendor id; false when that failed.
using Get = std::function<bool(const std::string& id)>;

struct Times {
  std::vector<double> microseconds;
  int failures = 0;
};

struct Results {
  Times grpc;
  Times direct;
};

size_t Ignore(char*, size_t size, size_t count, void*) { return size * count; }

Get MakeDirect() {
  const std::shared_ptr<CURL> easy(curl_easy_init(), &curl_easy_cleanup);
  const std::shared_ptr<curl_slist> headers(
      curl_slist_append(nullptr, absl::GetFlag(FLAGS_header).c_str()), &curl_slist_free_all);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &Ignore);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  const std::string base = absl::StrCat(absl::GetFlag(FLAGS_direct), "/v1/bookings/");
  return [easy, headers, base](const std::string& id) {
    curl_easy_setopt(easy.get(), CURLOPT_URL, absl::StrCat(base, id).c_str());
    long status = 0;
    if (curl_easy_perform(easy.get()) != CURLE_OK) return false;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    return status == 200;
  };
}

Get MakeGrpc(const std::shared_ptr<grpc::Channel>& channel) {
  const std::shared_ptr<bookings::v1::BookingService::Stub> stub =
      bookings::v1::BookingService::NewStub(channel);
  const std::string prefix =
      absl::StrCat("connections/", absl::GetFlag(FLAGS_connection), "/bookings/");
  return [stub, prefix](const std::string& id) {
    grpc::ClientContext context;
    bookings::v1::GetBookingRequest request;
    request.set_name(absl::StrCat(prefix, id));
    request.set_view(bookings::v1::BOOKING_VIEW_BASIC);
    bookings::v1::GetBookingResponse response;
    return stub->GetBooking(&context, request, &response).ok();
  };
}

void Time(const Get& get, const std::string& id, Times& times) {
  const auto begin = Clock::now();
  const bool ok = get(id);
  const std::chrono::duration<double, std::micro> taken = Clock::now() - begin;
  times.microseconds.push_back(taken.count());
  if (!ok) ++times.failures;
}

// The calls of one thread. With a rate, each pair of calls has its own moment to start at.
class Worker {
 public:
  Worker(int number, const Ids& ids, std::shared_ptr<grpc::Channel> channel)
      : ids_(ids),
        number_(number),
        next_(static_cast<size_t>(number) * 7'919),
        grpc_(MakeGrpc(channel)) {
    if (!absl::GetFlag(FLAGS_direct).empty()) direct_ = MakeDirect();
  }

  Results Run(Clock::time_point begin) {
    Results results;
    Time(grpc_, Next(), discarded_.grpc);  // connects
    if (direct_) Time(direct_, Next(), discarded_.direct);
    const auto end = begin + std::chrono::duration<double>(absl::GetFlag(FLAGS_seconds));
    const auto first = begin + Interval() * number_ / absl::GetFlag(FLAGS_threads);
    bool direct_first = false;
    for (auto due = first; Clock::now() < end; due += Interval()) {
      if (absl::GetFlag(FLAGS_rate) > 0) std::this_thread::sleep_until(due);
      // In turn: the first of a pair also waits for the core to wake up.
      if (direct_ && direct_first) Time(direct_, Next(), results.direct);
      Time(grpc_, Next(), results.grpc);
      if (direct_ && !direct_first) Time(direct_, Next(), results.direct);
      direct_first = !direct_first;
    }
    return results;
  }

 private:
  static Clock::duration Interval() {
    const int rate = absl::GetFlag(FLAGS_rate);
    if (rate == 0) return Clock::duration(0);
    return std::chrono::nanoseconds(1'000'000'000LL * absl::GetFlag(FLAGS_threads) / rate);
  }

  const std::string& Next() { return ids_[next_++ % ids_.size()]; }

  const Ids& ids_;
  const int number_;
  size_t next_;
  Get grpc_;
  Get direct_;
  Results discarded_;
};

Ids ReadIds() {
  std::ifstream file(absl::GetFlag(FLAGS_ids_file));
  Ids ids;
  for (std::string line; std::getline(file, line);) ids.push_back(line);
  return ids;
}

void Append(const Times& from, Times& to) {
  to.microseconds.insert(to.microseconds.end(), from.microseconds.begin(), from.microseconds.end());
  to.failures += from.failures;
}

std::string ToJson(Times times) {
  std::sort(times.microseconds.begin(), times.microseconds.end());
  const auto at = [&times](double part) {
    const auto size = static_cast<double>(times.microseconds.size());
    return times.microseconds[static_cast<size_t>(size * part)];
  };
  return absl::StrCat("{\"count\":", times.microseconds.size(), ",\"failures\":", times.failures,
                      ",\"p50_us\":", at(0.5), ",\"p99_us\":", at(0.99), "}");
}

}  // namespace

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const Ids ids = ReadIds();
  if (ids.empty()) return 1;
  const auto channel =
      grpc::CreateChannel(absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials());
  std::vector<Results> each(static_cast<size_t>(absl::GetFlag(FLAGS_threads)));
  const auto begin = Clock::now() + std::chrono::milliseconds(100);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < each.size(); ++i) {
    threads.emplace_back(
        [&, i] { each[i] = Worker(static_cast<int>(i), ids, channel).Run(begin); });
  }
  for (std::thread& thread : threads) thread.join();
  Results all;
  for (const Results& results : each) {
    Append(results.grpc, all.grpc);
    Append(results.direct, all.direct);
  }
  const std::chrono::duration<double> wall = Clock::now() - begin;
  std::cout << "{\"grpc\":" << ToJson(all.grpc);
  if (!all.direct.microseconds.empty()) std::cout << ",\"direct\":" << ToJson(all.direct);
  std::cout << ",\"wall_s\":" << wall.count() << "}\n";
  return all.grpc.failures + all.direct.failures == 0 ? 0 : 1;
}
