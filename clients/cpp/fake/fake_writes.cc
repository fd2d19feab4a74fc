// The fake gateway's writes.
#include "absl/strings/str_cat.h"
#include "fake/fake_state.h"
#include "google/protobuf/util/field_mask_util.h"

namespace bookings::client::internal {
namespace {

// The longest request id, of the contract.
constexpr size_t kLongestId = 64;

void SetTime(const v1::AppointmentRequest& appointment, v1::Booking& booking) {
  *booking.mutable_start_time() = appointment.start_time();
  booking.mutable_service()->set_id(appointment.service_id());
}

void SetTime(const v1::StayRequest& stay, v1::Booking& booking) {
  *booking.mutable_stay()->mutable_nights() = stay.nights();
  if (!stay.nights().empty()) booking.mutable_stay()->set_check_in_date(stay.nights(0).date());
}

void SetTime(const v1::Slot& slot, v1::Booking& booking) {
  if (slot.has_start_time()) *booking.mutable_start_time() = slot.start_time();
  if (slot.has_end_time()) *booking.mutable_end_time() = slot.end_time();
  if (slot.has_service()) *booking.mutable_service() = slot.service();
}

template <typename Answer>
Answer AnswerOf(const v1::Booking& booking) {
  Answer answer;
  *answer.mutable_booking() = booking;
  return answer;
}

void MarkReplayed(v1::CreateBookingResponse& answer) { answer.set_replayed(true); }
template <typename Answer>
void MarkReplayed(Answer&) {}

}  // namespace

template <typename Answer, typename Request>
Result<Answer> FakeState::Once(const Request& request,
                               const std::function<Result<Answer>()>& carry_out) {
  const std::lock_guard lock(mutex_);
  const std::string& id = request.request_id();
  if (id.empty() || id.size() > kLongestId) return Violation("request_id", "1 to 64 characters");
  const std::pair<std::string, std::string> key(request.GetTypeName(), id);
  const auto done = done_.find(key);
  if (done == done_.end()) {
    Result<Answer> made = carry_out();
    if (made.ok()) done_[key] = {request.SerializeAsString(), made->SerializeAsString()};
    return made;
  }
  if (done->second.request != request.SerializeAsString()) {
    return Refusal(absl::StatusCode::kAlreadyExists, Reason::kRequestIdReused,
                   "the id of another request");
  }
  Answer answer;
  answer.ParseFromString(done->second.answer);
  MarkReplayed(answer);
  return answer;
}

v1::Booking FakeState::Keep(v1::Booking booking) {
  booking.set_etag(absl::StrCat("fake-", ++changes_));
  return bookings_[booking.name()] = std::move(booking);
}

Result<v1::Slot> FakeState::TakeSlot(const std::string& connection, const std::string& token) {
  for (v1::Slot& slot : slots_[connection]) {
    if (slot.slot_token() != token || !slot.available()) continue;
    slot.set_available(false);
    return slot;
  }
  Error taken =
      Refusal(absl::StatusCode::kFailedPrecondition, Reason::kSlotUnavailable, "it is taken");
  taken.metadata["booking_state"] = "NOT_CREATED";
  return taken;
}

Result<v1::CreateBookingResponse> FakeState::Create(const v1::CreateBookingRequest& request) {
  if (!connections_.contains(request.connection())) {
    return Refusal(absl::StatusCode::kNotFound, Reason::kConnectionNotFound, request.connection());
  }
  v1::Booking booking;
  booking.set_status(v1::BOOKING_STATUS_CONFIRMED);
  booking.set_party_size(request.party_size());
  if (request.has_customer()) *booking.add_customers() = request.customer();
  if (request.has_appointment()) SetTime(request.appointment(), booking);
  if (request.has_stay()) SetTime(request.stay(), booking);
  if (request.validate_only()) return AnswerOf<v1::CreateBookingResponse>(booking);
  if (request.what_case() == v1::CreateBookingRequest::kSlotToken) {
    const Result<v1::Slot> slot = TakeSlot(request.connection(), request.slot_token());
    if (!slot.ok()) return slot.error();
    SetTime(*slot, booking);
  }
  booking.set_name(absl::StrCat(request.connection(), "/bookings/made-", ++made_));
  return AnswerOf<v1::CreateBookingResponse>(Keep(std::move(booking)));
}

Result<v1::CreateBookingResponse> FakeState::Write(const v1::CreateBookingRequest& request) {
  return Once<v1::CreateBookingResponse>(request, [&] { return Create(request); });
}

Result<v1::CancelBookingResponse> FakeState::Write(const v1::CancelBookingRequest& request) {
  using Answer = v1::CancelBookingResponse;
  return Once<Answer>(request, [&]() -> Result<Answer> {
    Result<v1::Booking> booking = Find(request.name(), request.etag());
    if (!booking.ok()) return std::move(booking).error();
    const bool already = booking->status() == v1::BOOKING_STATUS_CANCELLED;
    booking->set_status(v1::BOOKING_STATUS_CANCELLED);
    Answer answer = AnswerOf<Answer>(already ? *booking : Keep(*booking));
    answer.set_already_cancelled(already);
    return answer;
  });
}

Result<v1::RescheduleBookingResponse> FakeState::Write(
    const v1::RescheduleBookingRequest& request) {
  using Answer = v1::RescheduleBookingResponse;
  return Once<Answer>(request, [&]() -> Result<Answer> {
    Result<v1::Booking> booking = Find(request.name(), request.etag());
    if (!booking.ok()) return std::move(booking).error();
    if (request.has_appointment()) SetTime(request.appointment(), *booking);
    if (request.has_stay()) SetTime(request.stay(), *booking);
    if (request.to_case() == v1::RescheduleBookingRequest::kSlotToken) {
      const Result<v1::Slot> slot = TakeSlot(ConnectionOf(request.name()), request.slot_token());
      if (!slot.ok()) return slot.error();
      SetTime(*slot, *booking);
    }
    return AnswerOf<Answer>(Keep(*std::move(booking)));
  });
}

Result<v1::UpdateBookingResponse> FakeState::Write(const v1::UpdateBookingRequest& request) {
  using Answer = v1::UpdateBookingResponse;
  using google::protobuf::util::FieldMaskUtil;
  return Once<Answer>(request, [&]() -> Result<Answer> {
    if (request.update_mask().paths().empty() ||
        !FieldMaskUtil::IsValidFieldMask<v1::Booking>(request.update_mask())) {
      return Violation("update_mask", "must name fields of a booking");
    }
    Result<v1::Booking> booking = Find(request.booking().name(), request.booking().etag());
    if (!booking.ok()) return std::move(booking).error();
    FieldMaskUtil::MergeOptions replace;
    replace.set_replace_message_fields(true);
    replace.set_replace_repeated_fields(true);
    FieldMaskUtil::MergeMessageTo(request.booking(), request.update_mask(), replace, &*booking);
    return AnswerOf<Answer>(Keep(*std::move(booking)));
  });
}

Result<v1::UpdateBookingStatusResponse> FakeState::Write(
    const v1::UpdateBookingStatusRequest& request) {
  using Answer = v1::UpdateBookingStatusResponse;
  return Once<Answer>(request, [&]() -> Result<Answer> {
    Result<v1::Booking> booking = Find(request.name(), request.etag());
    if (!booking.ok()) return std::move(booking).error();
    const bool unchanged = booking->status() == request.status();
    booking->set_status(request.status());
    Answer answer = AnswerOf<Answer>(unchanged ? *booking : Keep(*booking));
    answer.set_unchanged(unchanged);
    return answer;
  });
}

}  // namespace bookings::client::internal
