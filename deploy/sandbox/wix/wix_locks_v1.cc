// v1's Is Available, Lock and Unlock of wix_writer_v1.h (wix.md 2.1).
#include <cstdint>
#include <optional>
#include <string>

#include "deploy/sandbox/wix/wix_access.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_commit.h"
#include "deploy/sandbox/wix/wix_query.h"
#include "deploy/sandbox/wix/wix_reader.h"
#include "deploy/sandbox/wix/wix_target_v1.h"
#include "deploy/sandbox/wix/wix_writer_v1.h"

namespace bookings::sandbox::wix {
namespace {

Answer WrongLockParameter(std::string_view name, std::string_view description) {
  return RefuseFields({std::string(name), std::string(description), "FORMAT", nullptr}).ToAnswer();
}

// The body's session id, for lock and unlock.
struct LockRequest {
  std::string session_id;
  std::string key;
};

enum class Key : std::uint8_t { kNone, kNeeded };

Checked<LockRequest> ReadLock(const Call& call, Key key) {
  if (auto refusal = RefuseV1(call)) return *std::move(refusal);
  if (auto refusal = RefuseWriter(call)) return *std::move(refusal);
  const Checked<Json> body = ReadBody(call.request, call.account.switches);
  if (const Refusal* const refusal = RefusalIn(body)) return *refusal;
  BodyReader root(std::get<Json>(body), "", call.account.switches);
  LockRequest request{root.RequiredText("sessionId"), ""};
  if (key == Key::kNeeded) {
    root.Allow({"sessionId", "key"});
    request.key = root.RequiredText("key");
  } else {
    root.Allow({"sessionId"});
  }
  if (root.refusal()) return *root.refusal();
  const WixAccount& account = WriteAccountOf(call);
  const Checked<Target> target =
      TargetOfSession(SessionBySessionId(account.catalogue(), request.session_id), account);
  if (const Refusal* const refusal = RefusalIn(target)) return *refusal;
  return request;
}

Checked<Target> FindTarget(const Call& call) {
  const WixAccount& account = WriteAccountOf(call);
  if (const auto session = call.request.Query("sessionId")) {
    return TargetOfSession(SessionBySessionId(account.catalogue(), *session), account);
  }
  const std::string schedule = call.request.Query("scheduleId").value_or("");
  const auto service = account.offers().ServiceBySchedule(account.catalogue(), schedule);
  if (!service || account.offers().At(*service).kind != Kind::kCourse) {
    return RefuseBusiness("SCHEDULE_NOT_FOUND", "The schedule was not found");
  }
  return TargetOfCourse(account.offers().At(*service), account);
}

}  // namespace

Answer AvailabilityV1(const Call& call) {
  if (auto refusal = RefuseV1(call)) return refusal->ToAnswer();
  const Request& request = call.request;
  if (const auto odd = FirstUnexpectedQuery(request, {"sessionId", "scheduleId", "partySize"})) {
    return WrongLockParameter(*odd, "is not known, or sent twice");
  }
  if (request.Query("sessionId").has_value() == request.Query("scheduleId").has_value()) {
    return WrongLockParameter("sessionId", "exactly one of sessionId, scheduleId");
  }
  const auto size = ParseWholeNumber(request.Query("partySize").value_or(""));
  if (!size || *size < 1 || *size > kMaxParticipants) {
    return WrongLockParameter("partySize", "must be a whole number from 1");
  }
  const Checked<Target> checked = FindTarget(call);
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const auto& target = std::get<Target>(checked);
  WixAccount& account = WriteAccountOf(call);
  const Offer& offer = *target.offer;
  const bool locked = account.locks().contains(request.Query("sessionId").value_or(""));
  const bool open = HasRoom(target, static_cast<int>(*size), "", account) && !locked &&
                    !ViolationsOf(target.span.start_s, call.now).any();
  return AnswerRead(account, {{"available", open},
                              {"capacity", offer.capacity},
                              {"totalNumberOfParticipants",
                               account.agenda().Participants(offer.service, target.session, "")}});
}

Answer LockV1(const Call& call) {
  const Checked<LockRequest> request = ReadLock(call, Key::kNone);
  if (const Refusal* const refusal = RefusalIn(request)) return refusal->ToAnswer();
  WixAccount& account = WriteAccountOf(call);
  const auto [lock, made] =
      account.locks().try_emplace(std::get<LockRequest>(request).session_id, "");
  if (!made) return RefuseBusiness("SLOT_NOT_AVAILABLE", "The session is locked").ToAnswer();
  lock->second = account.catalogue().Guid("lock", account.NextNumber());
  return AnswerRead(account, {{"key", lock->second}});
}

Answer UnlockV1(const Call& call) {
  const Checked<LockRequest> checked = ReadLock(call, Key::kNeeded);
  if (const Refusal* const refusal = RefusalIn(checked)) return refusal->ToAnswer();
  const auto& request = std::get<LockRequest>(checked);
  WixAccount& account = WriteAccountOf(call);
  const auto lock = account.locks().find(request.session_id);
  if (lock == account.locks().end() || lock->second != request.key) {
    return RefuseBusiness("VALIDATION_FAILURE", "The key does not fit").ToAnswer();
  }
  account.locks().erase(lock);
  return AnswerRead(account, Json::object());
}

}  // namespace bookings::sandbox::wix
