// See connection_gauges.h.
#include "service/observability/connection_gauges.h"

#include <string>
#include <utility>

#include "service/observability/label_words.h"
#include "service/observability/sample.h"

namespace bookings {
namespace {

void AddStates(const v1::Connection& connection, const MetricLabels& labels,
               prometheus::MetricFamily* states) {
  for (int state = v1::CONNECTION_STATE_UNSPECIFIED + 1; state <= v1::ConnectionState_MAX;
       ++state) {
    MetricLabels with_state = labels;
    with_state.push_back({"state", StateWord(static_cast<v1::ConnectionState>(state))});
    AddGauge(std::move(with_state), connection.state() == state ? 1 : 0, states);
  }
}

}  // namespace

std::vector<prometheus::MetricFamily> ConnectionGauges(const Engine& engine, absl::Time now) {
  prometheus::MetricFamily states =
      EmptyGauge("bookings_connection_state", "1 for the present state of a connection.");
  prometheus::MetricFamily quotas =
      EmptyGauge("bookings_vendor_quota_left", "Calls that the monthly quota still has.");
  for (const std::string& id : engine.ConnectionIds()) {
    const Connection& connection = *engine.Find(id);
    const MetricLabels labels = {{"connection", id},
                                 {"vendor", std::string(connection.connector->vendor())}};
    v1::Connection described;
    connection.health->Describe(now, &described);
    AddStates(described, labels, &states);
    if (described.has_quota_left()) {
      AddGauge(labels, static_cast<double>(described.quota_left()), &quotas);
    }
  }
  std::vector<prometheus::MetricFamily> families;
  families.push_back(std::move(states));
  if (!quotas.metric.empty()) families.push_back(std::move(quotas));
  return families;
}

}  // namespace bookings
