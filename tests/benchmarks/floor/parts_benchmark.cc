// The bare parts of the hot path, each by itself over the same recorded page, and the gateway's own
// parsing and mapping beside them. Sum and ratios are printed by compare.py; fetching and streaming
// need a server and are measured there.
#include <benchmark/benchmark.h>

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

void BM_GatewayParse(benchmark::State& state) {
  const std::string page = RecordedPage();
  for (auto _ : state) benchmark::DoNotOptimize(json::Document::Parse(page));
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
    response.body = page;
    Step<Page> step = connector->ListPage(plan, "");
    step = std::move(step).Resume(std::move(response));
    benchmark::DoNotOptimize(std::move(step).Answer());
  }
}
BENCHMARK(BM_GatewayParseAndBuild);

}  // namespace
}  // namespace bookings::benchmarks
