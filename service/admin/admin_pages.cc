// See admin_pages.h.
#include "service/admin/admin_pages.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "service/admin/config_page.h"
#include "service/admin/status_page.h"
#include "service/admin/status_view.h"

namespace bookings {
namespace {

constexpr char kText[] = "text/plain; charset=utf-8";
// Prometheus' text format.
constexpr char kMetricsText[] = "text/plain; version=0.0.4; charset=utf-8";

ConnectionStatus StatusOf(const RpcEnvironment& environment, const Metrics& metrics,
                          const Connection& connection, absl::Time now) {
  ConnectionStatus status;
  status.connection = environment.engine->Describe(connection, now);
  const RecentTimes recent = metrics.RecentOf(connection.id, connection.connector->vendor());
  status.median = recent.Quantile(0.5);
  status.slowest_twentieth = recent.Quantile(0.95);
  return status;
}

StreamStatus StatusOf(const OpenStreamView& stream, absl::Time now) {
  StreamStatus status;
  status.rpc = stream.rpc;
  status.caller = stream.caller;
  status.connections = stream.connections;
  status.age = now - stream.start;
  status.pages = stream.pages;
  status.bookings = stream.bookings;
  if (stream.waits_for) {
    status.waits_for = *stream.waits_for == WaitsFor::kReader ? "reader" : "vendor";
  }
  return status;
}

StatusView ViewOf(const AdminSubjects& subjects) {
  const std::shared_ptr<const RpcEnvironment> environment = subjects.environment->Get();
  StatusView view;
  view.version = subjects.version;
  view.draining = environment->streams->draining();
  view.now = environment->now();
  view.started = subjects.start;
  view.config_loaded = subjects.metrics->loaded();
  view.reload_refused = subjects.metrics->reload_refused();
  for (const std::string& id : environment->engine->ConnectionIds()) {
    view.connections.push_back(
        StatusOf(*environment, *subjects.metrics, *environment->engine->Find(id), view.now));
  }
  std::vector<OpenStreamView> streams = environment->streams->Look();
  view.all_streams = streams.size();
  std::sort(streams.begin(), streams.end(),
            [](const OpenStreamView& a, const OpenStreamView& b) { return a.start < b.start; });
  if (streams.size() > kShownStreams) streams.resize(kShownStreams);
  for (const OpenStreamView& stream : streams) view.streams.push_back(StatusOf(stream, view.now));
  return view;
}

}  // namespace

std::vector<AdminPage> AdminPages(AdminSubjects subjects) {
  const auto shared = std::make_shared<const AdminSubjects>(std::move(subjects));
  return {
      {"/", "text/html; charset=utf-8",
       [shared] {
         return AdminAnswer{200, RenderStatus(ViewOf(*shared))};
       }},
      {"/healthz", kText,
       [] {
         return AdminAnswer{200, "ok\n"};
       }},
      {"/readyz", kText,
       [shared] {
         return shared->environment->Get()->streams->draining() ? AdminAnswer{503, "draining\n"}
                                                                : AdminAnswer{200, "ready\n"};
       }},
      {"/metrics", kMetricsText,
       [shared] {
         return AdminAnswer{200, shared->metrics->Text()};
       }},
      {"/config", "application/json",
       [shared] {
         return AdminAnswer{200, DescribeConfig(shared->config())};
       }},
  };
}

}  // namespace bookings
