// A ConnectionMeter that remembers what it was told.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/engine/connection_meter.h"

namespace bookings {

struct CountingMeter : ConnectionMeter {
  struct Ended {
    Purpose purpose;
    absl::StatusCode code;
    absl::Duration took;
    bool operator==(const Ended&) const = default;
  };

  void OnCall(Purpose purpose, const absl::Status& outcome, absl::Duration took) override {
    calls.push_back({purpose, outcome.code(), took});
  }
  void OnAttempt(Purpose purpose, const absl::Status& outcome, absl::Duration took) override {
    attempts.push_back({purpose, outcome.code(), took});
  }
  void OnRetry() override { ++retries; }
  void OnWait(absl::Duration waited) override { waits.push_back(waited); }
  void OnPage(const Page& page) override {
    ++pages;
    bookings += page.bookings.size();
  }

  std::vector<Ended> calls;
  std::vector<Ended> attempts;
  int retries = 0;
  std::vector<absl::Duration> waits;
  int pages = 0;
  size_t bookings = 0;
};

}  // namespace bookings
