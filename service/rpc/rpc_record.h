// What is remembered of a running RPC so that it can be counted, and its end logged.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/v1/bookings.pb.h"
#include "service/observability/log.h"
#include "service/observability/rpc_meter.h"
#include "service/observability/tracer.h"

namespace bookings {

using Clock = std::function<absl::Time()>;

// What a stream has delivered.
struct StreamCounts {
  int64_t pages = 0;
  int64_t bookings = 0;

  static StreamCounts Of(const v1::ListBookingsResponse& page) { return {1, page.bookings_size()}; }
  static StreamCounts Of(const v1::ListSlotsResponse&) { return {1, 0}; }
  void Add(const StreamCounts& more) {
    pages += more.pages;
    bookings += more.bookings;
  }
};

// Belongs to the reactor of its RPC. Log, meter and tracer outlive it.
struct RpcRecord {
  const Log* log = nullptr;
  // Null = not counted.
  RpcMeter* meter = nullptr;
  // Null = no spans.
  const Tracer* tracer = nullptr;
  // The span of the RPC; none where there is no trace.
  OpenSpan span;
  std::string rpc;
  std::string request_id;
  // Name of the caller, and which of its credentials came with the call; empty where there is none.
  std::string caller;
  std::string credential;
  std::vector<std::string> connections;
  absl::Time start;
  // What the RPC needs until it has ended.
  std::shared_ptr<const void> keeps;

  void Begin() const;
  // Clients took so much more of a stream.
  void Deliver(const StreamCounts& counts) const;
  void Wait(WaitsFor whom, absl::Duration waited) const;
  // The making of one page of a stream, as a part of its span.
  OpenSpan BeginPage(absl::Time now) const;
  void EndPage(OpenSpan page, const absl::Status& outcome, absl::Time now) const;
  // Writes the line of the RPC, which ended with `outcome`.
  void Finish(const absl::Status& outcome, absl::Time now, StreamCounts counts = {}) const;

 private:
  void EndSpan(const FinishedRpc& line, absl::Time now) const;
};

}  // namespace bookings
