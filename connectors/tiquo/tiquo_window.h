// Reading one window of an admin walk until its answer is not full: halving it, then narrowing a
// day to its exact bounds, then splitting the day by status.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bookings/v1/bookings.pb.h"
#include "connectors/api/page.h"
#include "connectors/api/step.h"
#include "connectors/tiquo/tiquo_messages.h"
#include "connectors/tiquo/tiquo_settings.h"
#include "connectors/tiquo/tiquo_walk.h"

namespace bookings::tiquo {

// What all windows of a list have in common. Settings outlive the list.
struct Walk {
  const Settings* settings = nullptr;
  v1::BookingView view = v1::BOOKING_VIEW_BASIC;
  WalkBounds bounds;
  // The statuses that the list is narrowed to; empty = all.
  std::vector<std::string_view> words;
  // Full text that the vendor searches for; empty = none.
  std::string search;
  // Whether the list is wanted by start, so that pages say what the later ones are behind.
  bool by_start = false;
  // Whether the gateway sorts the list, and so takes out by itself what comes twice.
  bool sorted = false;

  // What a full day is split by.
  std::vector<std::string_view> SplitBy() const;
};

// Reads the page at this position.
Step<Page> ReadWindow(Walk walk, const WalkPosition& position);

}  // namespace bookings::tiquo
