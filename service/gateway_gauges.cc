// See gateway_gauges.h.
#include "service/gateway_gauges.h"

#include <utility>

#include "service/observability/sample.h"

namespace bookings {
namespace {

prometheus::MetricFamily Expiries(CertificateSource& certificates) {
  prometheus::MetricFamily family = EmptyGauge("bookings_certificate_expiry_timestamp_seconds",
                                               "When certificates of the listener expire.");
  const CertificateExpiries expiries = certificates.Expiries();
  AddGauge({{"certificate", "own"}}, UnixSeconds(expiries.own), &family);
  if (expiries.client_authorities) {
    AddGauge({{"certificate", "client_authority"}}, UnixSeconds(*expiries.client_authorities),
             &family);
  }
  return family;
}

}  // namespace

std::vector<prometheus::MetricFamily> GatewayGauges(const GatewaySubjects& subjects) {
  std::vector<prometheus::MetricFamily> families;
  families.push_back(OneGauge("bookings_draining", "1 from the signal to stop on, else 0.",
                              subjects.streams->draining() ? 1 : 0));
  // Lost spans are counted where there are any to lose, or not.
  const int64_t dropped = subjects.spans == nullptr ? 0 : subjects.spans->dropped();
  families.push_back(OneCounter("bookings_traces_dropped_total",
                                "Finished spans that no collector took.",
                                static_cast<double>(dropped)));
  if (subjects.certificates != nullptr) families.push_back(Expiries(*subjects.certificates));
  return families;
}

}  // namespace bookings
