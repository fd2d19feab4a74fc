// See write_fuzzer.h.
#include "tests/fuzz/write_fuzzer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "connectors/api/names.h"
#include "tests/fuzz/target.h"

namespace bookings::fuzz {
namespace {

// More than any single operation asks for before it comes back to its beginning.
constexpr size_t kMaxWriteExchanges = 12;
constexpr size_t kMaxAnswers = 8;
constexpr size_t kStatusDigits = 3;
constexpr int kMinStatus = 100;

testing::RecordedCall RecordedCallOf(std::string_view suite, std::string_view scenario) {
  for (const testing::Recording& recording : testing::AllRecordings()) {
    if (recording.suite != suite || recording.scenario != scenario) continue;
    absl::StatusOr<testing::RecordedCall> call = testing::ReadCall(recording.folder);
    Require(call.ok(), "the recording can be read");
    return *std::move(call);
  }
  Require(false, "the suite has the recordings `slots`, `create` and `cancel`");
  return {};
}

HttpResponse AnswerOf(std::string_view part) {
  HttpResponse answer;
  answer.status = 200;
  const std::string_view digits = part.substr(0, kStatusDigits);
  const bool told = digits.size() == kStatusDigits &&
                    std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit);
  if (told && std::stoi(std::string(digits)) >= kMinStatus) {
    answer.status = std::stoi(std::string(digits));
    part.remove_prefix(kStatusDigits);
  }
  answer.body = std::string(part);
  return answer;
}

std::vector<HttpResponse> AnswersOf(std::string_view bytes) {
  std::vector<HttpResponse> answers;
  while (answers.size() < kMaxAnswers) {
    const size_t end = bytes.find(kAnswerSeparator);
    answers.push_back(AnswerOf(bytes.substr(0, end)));
    if (end == std::string_view::npos) break;
    bytes.remove_prefix(end + 1);
  }
  return answers;
}

bool GoesOn(const HttpRequest& request, int status) {
  const std::vector<int>& expected = request.expected_statuses;
  return status / 100 == 2 || std::find(expected.begin(), expected.end(), status) != expected.end();
}

}  // namespace

WriteFuzzer::WriteFuzzer(std::string_view suite, ConnectorFactory make)
    : slots_(RecordedCallOf(suite, "slots")),
      create_(RecordedCallOf(suite, "create")),
      cancel_(RecordedCallOf(suite, "cancel")),
      connector_(make(slots_.connection)) {}

void WriteFuzzer::Run(std::string_view bytes) const {
  const Answers answers = AnswersOf(bytes);
  Slots(answers);
  Create(answers);
  Change(answers);
}

// The answer of a step to whose requests these come; a failure if it asks on.
template <typename T>
absl::StatusOr<T> WriteFuzzer::Drive(Step<T> step, const Answers& answers) const {
  for (size_t i = 0; step.pending() != nullptr; ++i) {
    if (i == kMaxWriteExchanges) return absl::ResourceExhaustedError("asks on");
    const HttpRequest& request = *step.pending();
    Require(request.target.starts_with('/'), "a target is a path");
    HttpResponse answer = answers[std::min(i, answers.size() - 1)];
    if (!GoesOn(request, answer.status)) {
      const absl::Status failure = connector_->ExplainFailure(request.purpose, answer);
      Require(!failure.ok(), "a refusal is never OK");
      return failure;
    }
    step = std::move(step).Resume(std::move(answer));
  }
  return std::move(step).Answer();
}

void WriteFuzzer::Slots(const Answers& answers) const {
  // The plan takes the first answers, its pages what is left.
  const absl::StatusOr<SlotPlan> plan = Drive(connector_->PlanSlots(slots_.slots), answers);
  if (!plan.ok() || plan->windows.empty()) return;
  Require(plan->windows.size() <= kMaxSlotWindows, "windows are bounded");
  const Answers rest(answers.begin() + (answers.size() > 1 ? 1 : 0), answers.end());
  const auto page = Drive(connector_->ListSlots(*plan, plan->windows[0], ""), rest);
  (void)Drive(connector_->ListSlots(*plan, plan->windows[0], answers[0].body), rest);
  if (!page.ok()) return;
  Require(!page->next_cursor || !page->next_cursor->empty(), "a cursor is never empty");
  v1::ListSlotsResponse response;
  for (const FoundSlot& found : page->slots) {
    Require(found.slot.has_start_time(), "a slot starts at some time");
    *response.add_slots() = found.slot;
    internal::v1::SlotReference reread;
    Require(reread.ParseFromString(found.reference.SerializeAsString()), "tokens can be read");
  }
  v1::ListSlotsResponse reread;
  Require(reread.ParseFromString(response.SerializeAsString()), "peers can read the slots");
}

void WriteFuzzer::Create(const Answers& answers) const {
  const WriteIdentity& identity = create_.identity;
  const absl::StatusOr<CreatePlan> plan = Drive(connector_->PlanCreate(create_.create), answers);
  if (!plan.ok()) return;
  Require(plan->data.size() <= kMaxPlanBytes, "a plan is bounded");
  const absl::StatusOr<v1::Booking> made = Drive(connector_->SendCreate(*plan, identity), answers);
  if (made.ok()) CheckBooking(*made);
  const auto found = Drive(connector_->FindCreated(*plan, identity), answers);
  if (!found.ok()) return;
  for (const v1::Booking& booking : found->bookings) {
    CheckBooking(booking);
    const auto complete = Drive(connector_->CompleteCreated(*plan, identity, booking), answers);
    if (complete.ok()) CheckBooking(*complete);
  }
}

void WriteFuzzer::Change(const Answers& answers) const {
  const WriteIdentity& identity = cancel_.identity;
  const absl::StatusOr<Written> cancelled =
      Drive(connector_->Cancel(cancel_.cancel, identity), answers);
  if (cancelled.ok()) CheckBooking(cancelled->booking);
  UpdateStatusInput confirm;
  confirm.vendor_id = cancel_.vendor_id;
  confirm.now = cancel_.query.now;
  confirm.request.set_status(v1::BOOKING_STATUS_CONFIRMED);
  const auto confirmed = Drive(connector_->UpdateStatus(confirm, identity), answers);
  if (confirmed.ok()) CheckBooking(confirmed->booking);
  RescheduleInput move;
  move.vendor_id = cancel_.vendor_id;
  move.now = cancel_.query.now;
  move.slot = create_.create.slot;
  if (create_.create.request.has_stay())
    *move.request.mutable_stay() = create_.create.request.stay();
  if (create_.create.request.has_appointment()) {
    *move.request.mutable_appointment() = create_.create.request.appointment();
  }
  const auto moved = Drive(connector_->Reschedule(move, identity), answers);
  if (moved.ok()) CheckBooking(moved->booking);
}

void WriteFuzzer::CheckBooking(const v1::Booking& booking) const {
  Require(booking.name().starts_with(BookingName(create_.connection.id(), "")),
          "a booking is named in its connection");
  Require(booking.vendor() == connector_->vendor(), "a booking names its vendor");
  Require(!booking.vendor_id().empty(), "a booking has an id");
  v1::ListBookingsResponse response;
  *response.add_bookings() = booking;
  RequireReadable(response);
}

}  // namespace bookings::fuzz
