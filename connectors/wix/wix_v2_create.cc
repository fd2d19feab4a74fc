// See wix_v2_create.h.
#include "connectors/wix/wix_v2_create.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "connectors/api/http_status.h"
#include "connectors/api/step_chain.h"
#include "connectors/api/time.h"
#include "connectors/api/write_fields.h"
#include "connectors/wix/wix_messages.h"
#include "connectors/wix/wix_slot_parts.h"
#include "connectors/wix/wix_v2_messages.h"
#include "connectors/wix/wix_v2_writes.h"

namespace bookings::wix {
namespace {

constexpr int kSuccess = 200;
// What Wix answers to a question for the appointments of a class.
// The refusal of a booking that has left CREATED and PENDING.
constexpr std::string_view kInvalidStatus = "INVALID_BOOKING_STATUS";

// Wix's reader lags behind its writer (wix.md 7, trap 13): what became of the booking shows later.
absl::Status NotShownYet() {
  return MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                     "the vendor has the booking and does not show its state yet");
}

absl::Status DeclinedByVendor() {
  return NoSuchSlot("the vendor declined the booking: its slot is taken");
}

// The steps from a created booking to one that stands in the calendar. A value that each
// continuation takes on.
struct Completion {
  Order order;
  Mapping mapping;
  // What Wix gave for reading what was written last.
  std::string token;
};

Step<v1::Booking> Complete(v1::Booking booking, Completion completion);

// Taken back, or gone on meanwhile: then its state is not the one that was read.
Step<v1::Booking> TakeBack(const v1::Booking& booking, const absl::Status& failure,
                           const Completion& completion) {
  return {WithToken(BuildV2TakeBack(booking), completion.token),
          [failure](const HttpResponse& response) -> Step<v1::Booking> {
            const bool has_moved = response.status == http_status::kConflict ||
                                   response.status == http_status::kPreconditionRequired;
            return has_moved ? NotShownYet() : failure;
          }};
}

// A refused confirmation may be the echo of one that was carried out: the booking says it.
Step<v1::Booking> OnRefused(const HttpResponse& refusal, const std::string& vendor_id,
                            Completion completion) {
  const absl::Status failure = ExplainRefusal(Purpose::kCreateBooking, refusal);
  const bool was_moved = ReadRefusalCode(Purpose::kCreateBooking, refusal) == kInvalidStatus;
  if (std::string token = ConsistencyToken(refusal); !token.empty()) {
    completion.token = std::move(token);
  }
  Step<v1::Booking> read = ReadV2Booking(vendor_id, completion.mapping, completion.token);
  return Chain<v1::Booking, v1::Booking>(
      std::move(read),
      [failure, was_moved, completion = std::move(completion)](
          absl::StatusOr<v1::Booking> booking) -> Step<v1::Booking> {
        if (!booking.ok()) return NotShownYet();
        if (booking->status() == v1::BOOKING_STATUS_DECLINED) return DeclinedByVendor();
        if (booking->status() != v1::BOOKING_STATUS_DRAFT) return *std::move(booking);
        if (was_moved) return NotShownYet();
        return TakeBack(*booking, failure, completion);
      });
}

Step<v1::Booking> Confirm(const v1::Booking& booking, Completion completion) {
  HttpRequest request =
      WithToken(BuildV2ConfirmOrDecline(booking, completion.order), completion.token);
  return {std::move(request),
          [id = booking.vendor_id(),
           completion = std::move(completion)](HttpResponse response) mutable -> Step<v1::Booking> {
            if (response.status != kSuccess) {
              return OnRefused(response, id, std::move(completion));
            }
            absl::StatusOr<v1::Booking> confirmed =
                ParseV2Written(std::move(response), completion.mapping);
            if (!confirmed.ok()) return confirmed.status();
            if (confirmed->status() == v1::BOOKING_STATUS_DECLINED) return DeclinedByVendor();
            return confirmed;
          }};
}

Step<v1::Booking> Complete(v1::Booking booking, Completion completion) {
  if (BoolOption(completion.order.options(), kDraft)) return booking;
  if (booking.status() == v1::BOOKING_STATUS_DECLINED) return DeclinedByVendor();
  if (booking.status() != v1::BOOKING_STATUS_DRAFT) return booking;
  return Confirm(booking, std::move(completion));
}

// One look-up over all of its pages.
struct LookUp {
  Order order;
  WriteIdentity identity;
  Mapping mapping;
  FoundBookings found;
};

// A page that the filter was passed over in proves nothing.
absl::Status Collect(const Page& page, LookUp* look_up) {
  const std::string mark = MarkOf(look_up->order, look_up->identity);
  if (page.dropped > 0) return ResponseInvalid("a booking without an id may be the one sought");
  for (const v1::Booking* booking : page.bookings) {
    if (booking->external_id() != mark) {
      return ResponseInvalid("the vendor answers with other bookings than those asked for");
    }
    const bool is_own =
        HasOwnMark(look_up->order) || LooksAlike(*booking, look_up->order, look_up->identity);
    if (is_own) look_up->found.bookings.push_back(*booking);
  }
  return absl::OkStatus();
}

Step<FoundBookings> LookAt(LookUp look_up, const std::string& cursor) {
  absl::StatusOr<HttpRequest> request =
      BuildV2Find(MarkOf(look_up.order, look_up.identity), cursor);
  if (!request.ok()) return request.status();
  return {*std::move(request),
          [look_up = std::move(look_up)](HttpResponse response) mutable -> Step<FoundBookings> {
            const absl::StatusOr<Page> page = ParseV2Page(std::move(response), look_up.mapping);
            if (!page.ok()) return page.status();
            if (absl::Status read = Collect(*page, &look_up); !read.ok()) return read;
            if (!page->next_cursor) return std::move(look_up.found);
            return LookAt(std::move(look_up), *page->next_cursor);
          }};
}

// A session that the caller names says only which; one of a slot token also when it ends.
bool IsComplete(const internal::v1::SlotReference& slot) {
  if (!slot.session_id().empty()) return !slot.has_start_time() || slot.has_end_time();
  return slot.has_start_time() && slot.has_end_time() && !slot.schedule_id().empty() &&
         !slot.staff_id().empty() && slot.vendor().contains(kLocationType);
}

// Whether it is the session that is named, or any of that time where none is. Sessions do not tell
// who serves them: a wish for one fits none.
bool IsWished(const FoundSlot& found, const internal::v1::SlotReference& wish) {
  const internal::v1::SlotReference& session = found.reference;
  if (FromTimestamp(found.slot.start_time()) != FromTimestamp(wish.start_time())) return false;
  if (session.session_id().empty()) return false;
  if (!wish.session_id().empty()) return session.session_id() == wish.session_id();
  const bool has_place = wish.location_id().empty() || session.location_id() == wish.location_id();
  return has_place && (wish.staff_id().empty() || session.staff_id() == wish.staff_id());
}

// Of a session that is named Wix says itself whether it is full.
bool MayBook(const FoundSlot& found, const SlotWish& wish) {
  return found.slot.available() || !wish.slot.session_id().empty() ||
         wish.unavailable == UnavailableSlots::kShow;
}

// The one session of this service that is wished for.
Step<internal::v1::SlotReference> ChooseSession(const SlotPage& page, const SlotWish& wish) {
  const FoundSlot* only = nullptr;
  for (const FoundSlot& found : page.slots) {
    if (!IsWished(found, wish.slot)) continue;
    if (only != nullptr) return NoSuchSlot("several sessions start then: name the session_id");
    only = &found;
  }
  if (only == nullptr || !MayBook(*only, wish)) {
    return NoSuchSlot("the service has no such session at this time and place");
  }
  internal::v1::SlotReference slot = only->reference;
  slot.set_time_zone(wish.slot.time_zone());
  return slot;
}

Step<internal::v1::SlotReference> LookAtSessions(const SlotWish& wish) {
  const SlotPlan plan =
      PlanSessionLookUp(wish.slot.service_id(), FromTimestamp(wish.slot.start_time()));
  absl::StatusOr<HttpRequest> request = BuildTimeSlots(plan, plan.windows.front(), "");
  if (!request.ok()) return request.status();
  return {*std::move(request),
          [plan, wish](HttpResponse response) -> Step<internal::v1::SlotReference> {
            const absl::StatusOr<SlotPage> page = ParseTimeSlots(std::move(response), plan);
            if (!page.ok()) return page.status();
            return ChooseSession(*page, wish);
          }};
}

// The options that a session turns out not to take once the look-up has found it.
absl::Status CheckFoundSession(const Order& order) {
  WriteProblems problems;
  problems.unsupported =
      BesideSession(order.slot.session_id(), v1::AppointmentRequest(), order.options(), kV2Derived);
  problems = WithoutBestEffort(std::move(problems), order.request.best_effort());
  if (problems.unsupported.empty()) return absl::OkStatus();
  return InvalidRequest(problems.unsupported, v1::ERROR_REASON_UNSUPPORTED_FIELD);
}

// Both say who books: CONTACT_DETAILS_CONFLICT (wix.md 3.5).
void CheckForm(const v1::CreateBookingRequest& request, Violations* invalid) {
  if (FindOption(request.vendor_options(), kFormSubmission) == nullptr) return;
  v1::Customer rest = request.customer();
  rest.clear_id();
  if (rest.ByteSizeLong() > 0) {
    invalid->push_back({"customer", "but its id cannot go with vendor_options.formSubmission"});
  }
}

}  // namespace

Step<v1::Booking> ReadV2Booking(const std::string& vendor_id, const Mapping& mapping,
                                const std::string& token) {
  return {WithToken(BuildV2Get(vendor_id, mapping.view), token),
          [vendor_id, mapping](HttpResponse response) -> Step<v1::Booking> {
            absl::StatusOr<Page> page = ParseV2Page(std::move(response), mapping);
            if (page.ok()) page = OnlyBooking(*std::move(page), vendor_id);
            if (!page.ok()) return page.status();
            return *page->bookings.front();
          }};
}

Step<internal::v1::SlotReference> CompleteV2Slot(const SlotWish& wish) {
  if (!wish.slot.has_start_time() || IsComplete(wish.slot)) return wish.slot;
  if (!wish.slot.session_id().empty()) return LookAtSessions(wish);
  const absl::Time start = FromTimestamp(wish.slot.start_time());
  HttpRequest request = BuildSlotLookUp(wish.slot.service_id(), start);
  request.expected_statuses = {http_status::kNotFound};
  return {std::move(request), [wish](HttpResponse response) -> Step<internal::v1::SlotReference> {
            if (response.status == http_status::kNotFound) return LookAtSessions(wish);
            return ParseSlotLookUp(std::move(response), wish);
          }};
}

WriteProblems CheckV2Create(const CreateInput& input) {
  WriteProblems problems = CheckOrder(input);
  problems.unsupported = BesideSession(SessionOf(input), input.request.appointment(),
                                       input.request.vendor_options(), kV2Derived);
  const v1::CreateBookingRequest& request = input.request;
  CheckForm(request, &problems.invalid);
  const bool has_choices = FindOption(request.vendor_options(), kParticipantsChoices) != nullptr;
  if (has_choices && request.party_size() > 1) {
    problems.invalid.push_back({"party_size", "cannot go with vendor_options.participantsChoices"});
  }
  return problems;
}

Step<CreatePlan> PlanV2Create(const CreateInput& input, const std::string& zone) {
  Order order = MakeOrder(input, zone);
  SlotWish wish{order.slot, "", UnavailableSlots::kHide};
  if (BoolOption(order.options(), kSkipAvailability)) wish.unavailable = UnavailableSlots::kShow;
  return Chain<internal::v1::SlotReference, CreatePlan>(
      CompleteV2Slot(wish),
      [order = std::move(order)](
          absl::StatusOr<internal::v1::SlotReference> slot) mutable -> Step<CreatePlan> {
        if (!slot.ok()) return slot.status();
        order.slot = *std::move(slot);
        if (absl::Status fits = CheckFoundSession(order); !fits.ok()) return fits;
        return PlanOf(order, HasOwnMark(order) ? "" : LikenessOf(order));
      });
}

Step<v1::Booking> SendV2Create(const CreatePlan& plan, const WriteIdentity& identity,
                               const Mapping& mapping) {
  absl::StatusOr<Order> order = ReadOrder(plan.data);
  if (!order.ok()) return order.status();
  HttpRequest request = BuildV2Create(*order, MarkOf(*order, identity));
  return {std::move(request),
          [order = *std::move(order), mapping](HttpResponse response) mutable -> Step<v1::Booking> {
            Completion completion{std::move(order), mapping, ConsistencyToken(response)};
            absl::StatusOr<v1::Booking> created = ParseV2Written(std::move(response), mapping);
            if (!created.ok()) return created.status();
            return Complete(*std::move(created), std::move(completion));
          }};
}

Step<FoundBookings> FindV2Created(const CreatePlan& plan, const WriteIdentity& identity,
                                  const Mapping& mapping) {
  absl::StatusOr<Order> order = ReadOrder(plan.data);
  if (!order.ok()) return order.status();
  return LookAt({*std::move(order), identity, mapping, {}}, "");
}

Step<v1::Booking> CompleteV2Created(const CreatePlan& plan, const v1::Booking& found,
                                    const Mapping& mapping) {
  absl::StatusOr<Order> order = ReadOrder(plan.data);
  if (!order.ok()) return order.status();
  return Complete(found, {*std::move(order), mapping, ""});
}

}  // namespace bookings::wix
