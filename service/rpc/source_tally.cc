// See source_tally.h.
#include "service/rpc/source_tally.h"

#include "connectors/api/names.h"

namespace bookings {
namespace {

bool IsFinal(const v1::SourceStatus& status) { return status.state() != v1::SOURCE_STATE_READING; }

void AddCounts(const v1::SourceStatus& base, v1::SourceStatus& status) {
  status.set_delivered_count(status.delivered_count() + base.delivered_count());
  status.set_filtered_count(status.filtered_count() + base.filtered_count());
  status.set_dropped_count(status.dropped_count() + base.dropped_count());
}

}  // namespace

void SourceTally::Continue(v1::ListBookingsResponse& page) {
  for (v1::SourceStatus& status : *page.mutable_sources()) {
    const auto ended = ended_.find(status.connection());
    if (ended != ended_.end()) {
      status = ended->second;
      continue;
    }
    const auto base = base_.find(status.connection());
    if (base != base_.end()) AddCounts(base->second, status);
    told_[status.connection()] = status;
  }
}

void SourceTally::BeginAnewBefore(const v1::ListBookingsResponse& page) {
  base_ = told_;
  for (const auto& [connection, status] : told_) {
    if (IsFinal(status)) ended_.emplace(connection, status);
  }
  // A source that ended on the page has not ended yet.
  for (const v1::SourceStatus& status : page.sources()) ended_.erase(status.connection());
  for (const v1::Booking& booking : page.bookings()) {
    const auto name = ParseBookingName(booking.name());
    if (!name) continue;
    v1::SourceStatus& base = base_[ConnectionName(name->connection)];
    base.set_delivered_count(base.delivered_count() - 1);
  }
}

}  // namespace bookings
