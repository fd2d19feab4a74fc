#include "deploy/sandbox/hostelmate/hostelmate_switches.h"

#include <vector>

namespace bookings::sandbox::hostelmate {

absl::Span<const SwitchSpec> SwitchSpecs() {
  static const auto* const specs = new std::vector<SwitchSpec>{
      {kMaxLimit, "100", {"100", "50", "1000"}, "2.2", "the largest limit"},
      {kOverMaxLimit, "refuse", {"refuse", "clamp"}, "2.2", "a limit above it: 400, or lowered"},
      {kOrder,
       "created_desc",
       {"created_desc", "created_asc", "id", "scrambled"},
       "3",
       "order of the list"},
      {kPastTheEnd, "empty", {"empty", "404"}, "3", "a page past the end"},
      {kEmptyTotalPages, "0", {"0", "1"}, "3", "total_pages of an empty result"},
      {kDateWindow,
       "one_night",
       {"one_night", "any_nights", "arrival"},
       "4",
       "start_date and end_date together: one night between them, one after and one before, or the "
       "first night between them"},
      {kStartAfterEnd, "refuse", {"refuse", "empty"}, "4", "start_date after end_date"},
      {kUnknownStatus, "refuse", {"refuse", "empty"}, "4", "a status that no page names"},
      {kUnknownGuest, "empty", {"empty", "404"}, "4", "guest_id of nobody"},
      {kUnknownQuery, "refuse", {"refuse", "ignore"}, "2.2", "query parameters that no page names"},
      {kListPaidDays, "sent", {"sent", "left_out"}, "2.1", "paidDays in the list"},
      {kMissingContentType,
       "400",
       {"400", "415", "accepted"},
       "7",
       "a request without Content-Type"},
      {kOrigin, "refuse", {"refuse", "ignore"}, "1", "a request with an Origin header"},
      {kErrorBody,
       "flat",
       {"flat", "nested", "empty"},
       "5",
       "{code, error}, {error: {code, message}}, or no body"},
      {kNotFoundCode,
       "booking_not_found",
       {"booking_not_found", "not_found"},
       "2.3",
       "code of a 404 for a booking"},
      {kRetryAfter, "seconds", {"seconds", "date", "absent"}, "5", "Retry-After of a 429"},
      {kRequestId, "sent", {"sent", "absent"}, "5", "X-Request-Id on answers"},
      {kGuestPagingKeys,
       "as_bookings",
       {"as_bookings", "absent"},
       "2.10",
       "paging members of the guest search"},
  };
  return *specs;
}

}  // namespace bookings::sandbox::hostelmate
