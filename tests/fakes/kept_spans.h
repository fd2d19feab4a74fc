// A SpanSink that keeps what it gets. For one thread.
#pragma once

#include <utility>
#include <vector>

#include "service/observability/spans.h"

namespace bookings {

struct KeptSpans final : SpanSink {
  void Add(FinishedSpan span) override { spans.push_back(std::move(span)); }

  std::vector<FinishedSpan> spans;
};

}  // namespace bookings
