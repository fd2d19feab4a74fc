// See create_call.h.
#include "service/engine/create_call.h"

#include <algorithm>
#include <utility>

#include "connectors/api/failure.h"
#include "service/engine/ledger_task.h"

namespace bookings {
namespace {

// Between look-ups: a vendor's reads lag by a second or so; a minute's settle time takes about 15.
constexpr absl::Duration kFirstLookPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestLookPause = absl::Seconds(5);
// How often one call sends, each time after the one before surely had no effect: a vendor that
// fails so often is not there.
constexpr int kMaxRounds = 5;

}  // namespace

CreateCall::CreateCall(WriteOrder order, CreateInput input, CreateMode mode,
                       std::shared_ptr<Connection> connection, const EngineOptions& options)
    : JournalledCall(std::move(order), std::move(connection), options),
      input_(std::move(input)),
      mode_(mode),
      look_pause_(kFirstLookPause) {}

void CreateCall::OnStarted() { Plan(); }

void CreateCall::Plan() {
  plan_drive_ =
      std::make_unique<Drive<CreatePlan>>(connection().connector->PlanCreate(input_), connection(),
                                          ReadContext(), [this](absl::StatusOr<CreatePlan> plan) {
                                            plan_drive_.reset();
                                            if (!plan.ok()) return FinishUndone(plan.status());
                                            plan_ = *std::move(plan);
                                            Send();
                                          });
}

internal::v1::WritePlan CreateCall::PlanOf() const {
  internal::v1::WritePlan plan;
  *plan.mutable_create() = input_.request;
  if (input_.slot) *plan.mutable_slot() = *input_.slot;
  plan.set_data(plan_.data);
  plan.set_rivalry(plan_.rivalry);
  return plan;
}

void CreateCall::Send() {
  ++rounds_;
  write_drive_ = std::make_unique<WriteDrive<v1::Booking>>(
      connection().connector->SendCreate(plan_, identity()), connection(), ReadContext(),
      [this](Passed passed) { PassGate(std::move(passed)); },
      [this](WriteOutcome<v1::Booking> outcome) { OnSent(std::move(outcome)); });
}

void CreateCall::OnSent(WriteOutcome<v1::Booking> outcome) {
  write_drive_.reset();
  if (outcome.answer.ok()) return Finish(*std::move(outcome.answer));
  SettleFrom(loop().Now());
  const bool first = rounds_ == 1 && !taken_over_;
  switch (outcome.fate) {
    case WriteFate::kNothing:
    case WriteFate::kRefused:
      // A refusal of a repetition may be due to the first one, which then has booked.
      if (first) return FinishUndone(outcome.answer.status());
      refusal_ = outcome.answer.status();
      break;
    case WriteFate::kAccepted:
      accepted_ = true;
      break;
    case WriteFate::kUnclear:
      break;
  }
  Resolve();
}

void CreateCall::OnTakenOver() {
  taken_over_ = true;
  internal::v1::WritePlan plan;
  plan.ParseFromString(entry().plan);
  input_.request = plan.create();
  if (plan.has_slot()) input_.slot = plan.slot();
  plan_.data = plan.data();
  plan_.rivalry = plan.rivalry();
  // Whoever sent it had the lease for doing so.
  const absl::Duration since_send = entry().now - entry().send_time;
  SettleFrom(loop().Now() - since_send + options().write_times.lease);
  Resolve();
}

void CreateCall::SettleFrom(absl::Time last_possible_send) {
  settled_at_ = last_possible_send + connection().settle_time;
}

void CreateCall::Resolve() {
  looked_at_ = loop().Now();
  find_drive_ = std::make_unique<Drive<FoundBookings>>(
      connection().connector->FindCreated(plan_, identity()), connection(), ReadContext(),
      [this](absl::StatusOr<FoundBookings> found) {
        find_drive_.reset();
        OnFound(std::move(found));
      });
}

void CreateCall::OnFound(absl::StatusOr<FoundBookings> found) {
  if (!found.ok()) {
    return LookAgain("the vendor cannot be asked what became of the booking", found.status());
  }
  if (found->bookings.empty()) return OnAbsent();
  DropAdopted(std::move(found->bookings));
}

void CreateCall::DropAdopted(std::vector<v1::Booking> candidates) {
  std::vector<std::string> ids;
  ids.reserve(candidates.size());
  for (const v1::Booking& booking : candidates) ids.push_back(booking.vendor_id());
  InLedger<std::vector<std::string>>(
      ledger(), loop(),
      [claim = claim(), ids = std::move(ids)](LedgerStore& store) {
        return store.AdoptedElsewhere(claim, ids);
      },
      [self = shared_from_this(), this, candidates = std::move(candidates)](
          absl::StatusOr<std::vector<std::string>> others) mutable {
        if (ended()) return;
        if (!others.ok()) {
          return LookAgain("the ledger cannot be asked whose booking it is", others.status());
        }
        const auto is_other = [&](const v1::Booking& booking) {
          return std::find(others->begin(), others->end(), booking.vendor_id()) != others->end();
        };
        candidates.erase(std::remove_if(candidates.begin(), candidates.end(), is_other),
                         candidates.end());
        Choose(std::move(candidates));
      });
}

void CreateCall::Choose(std::vector<v1::Booking> candidates) {
  if (candidates.empty()) return OnAbsent();
  if (candidates.size() == 1) return Adopt(candidates.front());
  FinishUnknown("several bookings at the vendor may be the one that was asked for", std::nullopt);
}

void CreateCall::Adopt(const v1::Booking& booking) {
  write_drive_ = std::make_unique<WriteDrive<v1::Booking>>(
      connection().connector->CompleteCreated(plan_, identity(), booking), connection(),
      ReadContext(), [this](Passed passed) { PassGate(std::move(passed)); },
      [this](WriteOutcome<v1::Booking> outcome) {
        write_drive_.reset();
        if (outcome.answer.ok()) return Finish(*std::move(outcome.answer));
        // It is there: only the connector can say that it was taken back.
        const bool taken_back = outcome.decided && outcome.fate == WriteFate::kRefused;
        if (taken_back) return FinishUndone(outcome.answer.status());
        LookAgain("the booking was made, but not completed yet", outcome.answer.status());
      });
}

void CreateCall::OnAbsent() {
  if (accepted_) return LookAgain("the vendor has accepted the booking but does not show it");
  if (looked_at_ >= settled_at_) return OnSurelyAbsent();
  // A repetition does no harm where the vendor de-duplicates; that the booking is not made can be
  // said only later, as the first request may still arrive.
  const bool harmless =
      connection().connector->create_guarantee().trace == CreateGuarantee::Trace::kDeduplicated;
  if (harmless && refusal_.ok() && MaySend()) return Send();
  LookAgain("the vendor may still book");
}

bool CreateCall::MaySend() const {
  return mode_ == CreateMode::kSend && !caller_gone() && rounds_ < kMaxRounds;
}

void CreateCall::OnSurelyAbsent() {
  if (!refusal_.ok()) return FinishUndone(refusal_);
  if (MaySend()) return Send();
  FinishUndone(MakeFailure(absl::StatusCode::kUnavailable, v1::ERROR_REASON_VENDOR_UNAVAILABLE,
                           "the vendor did not make the booking"));
}

void CreateCall::LookAgain(std::string_view doubt, const absl::Status& cause) {
  const absl::Duration pause = look_pause_;
  look_pause_ = std::min(look_pause_ * 2, kLongestLookPause);
  const absl::Time patience =
      caller_gone() ? settled_at_ + kLongestLookPause : deadline() - kAnswerMargin;
  if (loop().Now() + pause >= patience) {
    const absl::Duration rest = std::max(settled_at_ - loop().Now(), pause);
    return FinishUnknown(doubt, rest, cause);
  }
  Wait(pause, [this] { Resolve(); });
}

// What is under way goes on; what waits for its next look keeps to the settle time.
void CreateCall::OnCallerGone() { look_pause_ = kFirstLookPause; }

void CreateCall::Finish(v1::Booking booking) {
  internal::v1::WriteResult result;
  const std::string vendor_id = booking.vendor_id();
  *result.mutable_booking() = std::move(booking);
  FinishDone(std::move(result), vendor_id);
}

void CreateCall::StopWork() {
  plan_drive_.reset();
  find_drive_.reset();
  write_drive_.reset();
}

}  // namespace bookings
