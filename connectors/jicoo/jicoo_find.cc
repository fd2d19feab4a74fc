// See jicoo_find.h.
#include "connectors/jicoo/jicoo_find.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "connectors/api/cursor.h"
#include "connectors/api/customer.h"
#include "connectors/api/failure.h"
#include "connectors/api/time.h"
#include "connectors/api/url.h"
#include "connectors/jicoo/jicoo_contacts.h"
#include "connectors/jicoo/jicoo_messages.h"
#include "connectors/jicoo/jicoo_order.h"

namespace bookings::jicoo {
namespace {

// Between the vendor's clock, which dates the bookings, and ours.
constexpr absl::Duration kClockAllowance = absl::Minutes(2);
// 1,000 bookings in the minutes that a look-up goes back: more is no usual account.
constexpr int kMaxLookupPages = 20;

// What starts when ours does stands first.
std::string ByStartFrom(absl::Time start) {
  ListPlan plan;
  plan.vendor_order = v1::ORDER_BY_START_TIME_ASC;
  SetTimestamp(start, plan.query.filter.mutable_start_time()->mutable_from());
  return BuildQuery(plan);
}

std::string NewestFirst() {
  ListPlan plan;
  plan.vendor_order = v1::ORDER_BY_CREATE_TIME_DESC;
  return BuildQuery(plan);
}

struct Lookup {
  SentOrder sent;
  absl::Time since;
  std::string connection_id;
  // Of the same event type and start.
  std::vector<v1::Booking> candidates;
  FoundBookings found;
};

bool IsCandidate(const v1::Booking& booking, const Lookup& lookup) {
  const bool is_older =
      booking.has_create_time() && FromTimestamp(booking.create_time()) < lookup.since;
  return !is_older && booking.has_start_time() &&
         FromTimestamp(booking.start_time()) == lookup.sent.start &&
         booking.service().id() == lookup.sent.event_type;
}

// A page that was read twice, as new bookings push others onto the next one, brings them twice.
void AddCandidates(const Page& page, Lookup* lookup) {
  for (const v1::Booking* booking : page.bookings) {
    if (!IsCandidate(*booking, *lookup)) continue;
    const auto& known = lookup->candidates;
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const v1::Booking& other) {
      return other.vendor_id() == booking->vendor_id();
    });
    if (!is_known) lookup->candidates.push_back(*booking);
  }
}

// Whether a page by start holds all that starts at `start`. Only one that is whole and keeps to its
// order can tell.
bool HoldsAllAt(const Page& page, absl::Time start) {
  if (page.dropped > 0) return false;
  absl::Time before = absl::InfinitePast();
  for (const v1::Booking* booking : page.bookings) {
    if (!booking->has_start_time()) return false;
    const absl::Time begins = FromTimestamp(booking->start_time());
    if (begins < before) return false;
    before = begins;
  }
  return !page.next_cursor || before > start;
}

// Whether all that follows was made before the attempt began. Only a page that keeps to its order
// can tell.
bool ReachesBack(const Page& page, absl::Time since) {
  absl::Time after = absl::InfiniteFuture();
  for (const v1::Booking* booking : page.bookings) {
    if (!booking->has_create_time()) return false;
    const absl::Time created = FromTimestamp(booking->create_time());
    if (created > after) return false;
    after = created;
  }
  return !page.bookings.empty() && after < since;
}

// An empty list may be one that lags behind its booking: ours always has an e-mail.
absl::Status AddIfOurs(v1::Booking booking, const v1::Booking& contacts, Lookup* lookup) {
  if (contacts.customers_size() == 0) {
    return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                       "the vendor does not tell yet whose a new booking is");
  }
  const std::string ours = NormalEmail(lookup->sent.customer.email());
  const bool is_ours =
      std::any_of(contacts.customers().begin(), contacts.customers().end(),
                  [&](const v1::Customer& c) { return NormalEmail(c.email()) == ours; });
  if (!is_ours) return absl::OkStatus();
  booking.MergeFrom(contacts);
  lookup->found.bookings.push_back(std::move(booking));
  return absl::OkStatus();
}

Step<FoundBookings> ReadNextContacts(Lookup lookup) {
  if (lookup.candidates.empty()) return std::move(lookup.found);
  v1::Booking booking = std::move(lookup.candidates.back());
  lookup.candidates.pop_back();
  if (!IsPathSegment(booking.vendor_id())) return UnknownBooking();
  HttpRequest request = BuildContacts(booking.vendor_id());
  return {std::move(request),
          [lookup = std::move(lookup),
           booking = std::move(booking)](HttpResponse response) mutable -> Step<FoundBookings> {
            const absl::StatusOr<v1::Booking> contacts = ParseContacts(std::move(response.body));
            if (!contacts.ok()) return contacts.status();
            const absl::Status added = AddIfOurs(std::move(booking), *contacts, &lookup);
            if (!added.ok()) return added;
            return ReadNextContacts(std::move(lookup));
          }};
}

Step<FoundBookings> ReadNewest(Lookup lookup, int64_t number);

Step<FoundBookings> OnNewest(Lookup lookup, int64_t number, HttpResponse response) {
  const absl::StatusOr<Page> page = ParseList(std::move(response.body), {number, kPageSize},
                                              lookup.connection_id, v1::BOOKING_VIEW_FULL);
  if (!page.ok()) return page.status();
  if (page->dropped > 0) return ResponseInvalid("a booking of the look-up has no uid");
  AddCandidates(*page, &lookup);
  if (!page->next_cursor || ReachesBack(*page, lookup.since)) {
    return ReadNextContacts(std::move(lookup));
  }
  const absl::StatusOr<int64_t> next = ReadNumberCursor(*page->next_cursor, 1);
  if (!next.ok() || *next <= number) return ResponseInvalid("the pages do not go forward");
  return ReadNewest(std::move(lookup), *next);
}

Step<FoundBookings> ReadNewest(Lookup lookup, int64_t number) {
  if (number > kMaxLookupPages) {
    return MakeFailure(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SCAN_LIMIT_REACHED,
                       "too many bookings were made meanwhile to look for one");
  }
  return {BuildList(NewestFirst(), {number, kPageSize}),
          [lookup = std::move(lookup), number](HttpResponse response) mutable {
            return OnNewest(std::move(lookup), number, std::move(response));
          }};
}

// One page that shows all of a start is enough, and nobody can move rows while it is read. More
// than a page of them are looked for among the newest: no booking leaves that list, so that none
// slips past between two pages.
Step<FoundBookings> OnStarts(Lookup lookup, HttpResponse response) {
  const absl::StatusOr<Page> page = ParseList(std::move(response.body), {1, kPageSize},
                                              lookup.connection_id, v1::BOOKING_VIEW_FULL);
  if (!page.ok()) return page.status();
  if (!HoldsAllAt(*page, lookup.sent.start)) return ReadNewest(std::move(lookup), 1);
  AddCandidates(*page, &lookup);
  return ReadNextContacts(std::move(lookup));
}

}  // namespace

Step<FoundBookings> FindOrder(const CreatePlan& plan, absl::Time begun, const Account& account) {
  absl::StatusOr<SentOrder> sent = ReadOrder(plan);
  if (!sent.ok()) return sent.status();
  Lookup lookup;
  lookup.sent = *std::move(sent);
  lookup.since = begun - kClockAllowance;
  lookup.connection_id = account.connection_id;
  HttpRequest request = BuildList(ByStartFrom(lookup.sent.start), {1, kPageSize});
  return {std::move(request), [lookup = std::move(lookup)](HttpResponse response) mutable {
            return OnStarts(std::move(lookup), std::move(response));
          }};
}

}  // namespace bookings::jicoo
