#include "deploy/sandbox/jicoo/jicoo_switches.h"

#include <vector>

namespace bookings::sandbox::jicoo {

absl::Span<const SwitchSpec> SwitchSpecs() {
  static const auto* const specs = new std::vector<SwitchSpec>{
      {kDefaultPageSize,
       "20",
       {"20", "10", "50"},
       "2.2",
       "items on a page when perPage is not sent"},
      {kMaxPageSize, "100", {"100", "50", "1000"}, "2.2", "the largest perPage"},
      {kOverMaxPageSize,
       "refuse",
       {"refuse", "clamp"},
       "2.2",
       "a perPage above it: 422, or lowered"},
      {kDefaultPage, "1", {"1", "required"}, "2.2", "no page sent: the first one, or 422"},
      {kDefaultOrder,
       "createdAt",
       {"createdAt", "startedAt"},
       "2.2",
       "field when order is not sent"},
      {kDefaultSort, "desc", {"desc", "asc"}, "2.2", "direction when sort is not sent"},
      {kTies, "uid_asc", {"uid_asc", "uid_desc"}, "3", "order of bookings with equal times"},
      {kLastNextPage, "absent", {"absent", "null"}, "3", "nextPage on the last page"},
      {kPastTheEnd, "empty", {"empty", "422", "404"}, "3", "a page past the end"},
      {kEmptyPageCount, "0", {"0", "1"}, "3", "numberOfPages of an empty result"},
      {kStatusRequest, "refuse", {"refuse", "filter"}, "4", "status=request: 422, or filtered by"},
      {kUnfilteredRequests,
       "listed",
       {"listed", "hidden"},
       "4",
       "requests in a list without status"},
      {kOffsetTimes,
       "convert",
       {"convert", "refuse"},
       "4",
       "filter times with an offset other than Z"},
      {kZonelessTimes, "refuse", {"refuse", "utc"}, "4", "filter times without a zone"},
      {kErrorBody, "object", {"object", "list", "text", "empty"}, "5", "shape of an error's body"},
      {kRetryAfter, "seconds", {"seconds", "date", "absent"}, "5", "Retry-After of a 429"},
      {kEventTypeScope,
       "granted",
       {"granted", "denied"},
       "1",
       "whether the key may read event types"},
      {kEventTypePaging,
       "paged",
       {"paged", "whole"},
       "2.10",
       "event types in pages, or all at once"},
      {kEventTypeEnvelope,
       "data",
       {"data", "bare"},
       "2.10",
       "a single event type inside data, or bare"},
      {kUnknownQuery, "refuse", {"refuse", "ignore"}, "2.2", "query parameters that no page names"},
  };
  return *specs;
}

}  // namespace bookings::sandbox::jicoo
