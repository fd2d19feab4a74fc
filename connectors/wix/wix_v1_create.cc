// See wix_v1_create.h.
#include "connectors/wix/wix_v1_create.h"

#include <optional>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/time.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_v1_slots.h"
#include "connectors/wix/wix_v1_writes.h"

namespace bookings::wix {
namespace {

// One look-up over all of its pages.
struct LookUp {
  Order order;
  WriteIdentity identity;
  Mapping mapping;
  ListPlan plan;
  FoundBookings found;
  // Where the next page starts, and the id of the booking that stood there.
  int64_t offset = 0;
  std::string first_id;
};

// By what Wix filters by: the schedule or session, the time, and when it was made. Never by the
// status (wix.md 7, trap 1).
ListPlan PlanFor(const Order& order, const WriteIdentity& identity) {
  v1::BookingFilter filter;
  SetTimestamp(identity.begun - kClockAllowance, filter.mutable_create_time()->mutable_from());
  const internal::v1::SlotReference& slot = order.slot;
  if (order.is_class()) {
    filter.add_session_ids(slot.session_id());
  } else if (!slot.schedule_id().empty()) {
    filter.add_schedule_ids(slot.schedule_id());
  }
  if (slot.has_start_time()) {
    const absl::Time start = FromTimestamp(slot.start_time());
    SetTimestamp(start, filter.mutable_start_time()->mutable_from());
    SetTimestamp(start + absl::Seconds(1), filter.mutable_start_time()->mutable_to());
  }
  ListPlan plan;
  plan.vendor_query = V1Filter(filter, V1Method::kQuery);
  plan.vendor_order = v1::ORDER_BY_CREATE_TIME_ASC;
  return plan;
}

// Our mark proves a booking ours and another's mark proves it another's; one without a mark is
// judged by its likeness, should Wix not have kept it.
bool MayBeOurs(const v1::Booking& booking, const LookUp& look_up) {
  const std::string mark = MarkOf(look_up.order, look_up.identity);
  if (!booking.external_id().empty() && booking.external_id() != mark) return false;
  if (booking.external_id() == mark && HasOwnMark(look_up.order)) return true;
  return LooksAlike(booking, look_up.order, look_up.identity);
}

// Whether the page begins where the one before ended: where bookings have left the filter
// meanwhile, others have moved up and were not seen.
bool Follows(const Page& page, const LookUp& look_up) {
  if (look_up.offset == 0) return true;
  return !page.bookings.empty() && page.bookings[0]->vendor_id() == look_up.first_id;
}

// The query is always the POST: the deprecated list's order is undocumented. A page begins with the
// last booking of the one before.
Step<FoundBookings> LookAt(LookUp look_up) {
  HttpRequest request = BuildV1List(look_up.plan, V1Method::kQuery, look_up.offset);
  return {std::move(request),
          [look_up = std::move(look_up)](HttpResponse response) mutable -> Step<FoundBookings> {
            const absl::StatusOr<Page> page =
                ParseV1Page(std::move(response), look_up.mapping, look_up.offset);
            if (!page.ok()) return page.status();
            if (page->dropped > 0) {
              return ResponseInvalid("a booking without an id may be the one sought");
            }
            if (!Follows(*page, look_up)) {
              return MakeFailure(absl::StatusCode::kUnavailable,
                                 v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                                 "the vendor's list moved while it was looked through");
            }
            for (const v1::Booking* booking : page->bookings) {
              if (MayBeOurs(*booking, look_up)) look_up.found.bookings.push_back(*booking);
            }
            if (!page->next_cursor) return std::move(look_up.found);
            look_up.offset += static_cast<int64_t>(page->bookings.size()) - 1;
            look_up.first_id = page->bookings.back()->vendor_id();
            return LookAt(std::move(look_up));
          }};
}

// Pages overlap.
void DropRepeated(FoundBookings* found) {
  std::vector<v1::Booking> once;
  for (v1::Booking& booking : found->bookings) {
    bool known = false;
    for (const v1::Booking& other : once) known |= other.vendor_id() == booking.vendor_id();
    if (!known) once.push_back(std::move(booking));
  }
  found->bookings = std::move(once);
}

}  // namespace

WriteProblems CheckV1Create(const CreateInput& input) {
  WriteProblems problems = CheckOrder(input);
  problems.unsupported = BesideSession(SessionOf(input), input.request.appointment(),
                                       input.request.vendor_options(), kV1Derived);
  CheckSessionStart(input.request.appointment(), &problems.invalid);
  const Options& options = input.request.vendor_options();
  const auto forbid_both = [&](std::string_view one, std::string_view other) {
    if (!FindOption(options, one) || !FindOption(options, other)) return;
    problems.invalid.push_back(
        {"vendor_options." + std::string(one), "cannot go with " + std::string(other)});
  };
  forbid_both("couponCode", "planSelection");
  forbid_both(kRateLabel, kPaymentSelection);
  if (FindOption(options, kPaymentSelection) && input.request.party_size() > 1) {
    problems.invalid.push_back({"party_size", "cannot go with vendor_options.paymentSelection"});
  }
  return problems;
}

Step<CreatePlan> PlanV1Create(const CreateInput& input, const std::string& zone) {
  Order order = MakeOrder(input, zone);
  if (!NeedsV1LookUp(order.slot)) return PlanOf(order, LikenessOf(order));
  HttpRequest request = BuildV1SlotLookUp(order.slot);
  return {std::move(request),
          [order = std::move(order)](HttpResponse response) mutable -> Step<CreatePlan> {
            absl::StatusOr<internal::v1::SlotReference> slot =
                ParseV1SlotLookUp(std::move(response), order.slot);
            if (!slot.ok()) return slot.status();
            order.slot = *std::move(slot);
            return PlanOf(order, LikenessOf(order));
          }};
}

Step<v1::Booking> SendV1Create(const CreatePlan& plan, const WriteIdentity& identity,
                               const Mapping& mapping) {
  const absl::StatusOr<Order> order = ReadOrder(plan.data);
  if (!order.ok()) return order.status();
  return {BuildV1Book(*order, MarkOf(*order, identity)),
          [mapping](HttpResponse response) -> Step<v1::Booking> {
            return ParseV1Written(std::move(response), mapping);
          }};
}

Step<FoundBookings> FindV1Created(const CreatePlan& plan, const WriteIdentity& identity,
                                  const Mapping& mapping) {
  absl::StatusOr<Order> order = ReadOrder(plan.data);
  if (!order.ok()) return order.status();
  ListPlan list = PlanFor(*order, identity);
  return Chain<FoundBookings, FoundBookings>(
      LookAt({*std::move(order), identity, mapping, std::move(list), {}, 0, ""}),
      [](absl::StatusOr<FoundBookings> found) -> Step<FoundBookings> {
        if (found.ok()) DropRepeated(&*found);
        return found;
      });
}

}  // namespace bookings::wix
