// The bare parts of the hot path, each by itself over the same recorded page, and the gateway's own
// parsing and mapping beside them. Streaming is a program of its own (stream_server.cc). Sum and
// ratios are printed by compare.py.
#include <benchmark/benchmark.h>
#include <curl/curl.h>
#include <malloc.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "connectors/api/json.h"
#include "connectors/registry.h"
#include "tests/benchmarks/floor/mapping.h"

namespace bookings::benchmarks {
namespace {

// The page is recorded from the sandbox by the script that starts this program.
std::string RecordedPage() {
  const char* path = std::getenv("BOOKINGS_PAGE");
  std::ifstream file(path == nullptr ? "" : path);
  return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

size_t Append(char* data, size_t size, size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

// One page after the other over a kept connection.
void BM_BareFetch(benchmark::State& state) {
  const char* url = std::getenv("BOOKINGS_URL");
  const char* header = std::getenv("BOOKINGS_HEADER");
  if (url == nullptr || header == nullptr) return state.SkipWithError("needs a server");
  CURL* easy = curl_easy_init();
  curl_slist* headers = curl_slist_append(nullptr, header);
  std::string body;
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  for (auto _ : state) {
    body = std::string();
    body.reserve(64 * 1024);
    if (curl_easy_perform(easy) != CURLE_OK) state.SkipWithError("the page cannot be fetched");
  }
  curl_slist_free_all(headers);
  curl_easy_cleanup(easy);
}
BENCHMARK(BM_BareFetch);

void BM_BareParse(benchmark::State& state) {
  const std::string page = RecordedPage();
  for (auto _ : state) {
    std::string body = page;
    benchmark::DoNotOptimize(ParsePage(body));
  }
}
BENCHMARK(BM_BareParse);

void BM_BareParseAndBuild(benchmark::State& state) {
  const std::string page = RecordedPage();
  for (auto _ : state) {
    std::string body = page;
    google::protobuf::Arena arena;
    auto* message = google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(&arena);
    benchmark::DoNotOptimize(MapPage(body, message));
  }
}
BENCHMARK(BM_BareParseAndBuild);

void BM_BareSerialise(benchmark::State& state) {
  std::string body = RecordedPage();
  google::protobuf::Arena arena;
  auto* message = google::protobuf::Arena::CreateMessage<v1::ListBookingsResponse>(&arena);
  MapPage(body, message);
  for (auto _ : state) benchmark::DoNotOptimize(message->SerializeAsString());
}
BENCHMARK(BM_BareSerialise);

// As the gateway's transport collects a body: with room behind it.
std::string AsReceived(const std::string& page) {
  std::string body;
  body.reserve(page.size() + 64);
  body.append(page);
  return body;
}

void BM_GatewayParse(benchmark::State& state) {
  const std::string page = RecordedPage();
  for (auto _ : state) benchmark::DoNotOptimize(json::Document::Parse(AsReceived(page)));
}
BENCHMARK(BM_GatewayParse);

std::unique_ptr<Connector> MakeJicoo() {
  config::v1::ConnectionConfig config;
  config.set_id("floor");
  config.mutable_jicoo()->mutable_api_key()->set_env("UNUSED");
  return FindConnector(config)->make(config);
}

void BM_GatewayParseAndBuild(benchmark::State& state) {
  const std::string page = RecordedPage();
  const std::unique_ptr<Connector> connector = MakeJicoo();
  const ListPlan plan = *connector->PlanList({});
  for (auto _ : state) {
    HttpResponse response;
    response.status = 200;
    response.body = AsReceived(page);
    Step<Page> step = connector->ListPage(plan, "");
    step = std::move(step).Resume(std::move(response));
    benchmark::DoNotOptimize(std::move(step).Answer());
  }
}
BENCHMARK(BM_GatewayParseAndBuild);

}  // namespace
}  // namespace bookings::benchmarks

int main(int argc, char** argv) {
  mallopt(M_TRIM_THRESHOLD, 8 << 20);  // as the gateway does
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
