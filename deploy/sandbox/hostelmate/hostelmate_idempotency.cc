// See hostelmate_idempotency.h.
#include "deploy/sandbox/hostelmate/hostelmate_idempotency.h"

#include <optional>
#include <utility>

#include "deploy/sandbox/core/json.h"
#include "deploy/sandbox/hostelmate/hostelmate_account.h"
#include "deploy/sandbox/hostelmate/hostelmate_body.h"
#include "deploy/sandbox/hostelmate/hostelmate_query.h"

namespace bookings::sandbox::hostelmate {
namespace {

// The order of members and the blanks between them make no other payload.
std::string PayloadOf(const Request& request) {
  const auto body = nlohmann::json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  const std::string text =
      body.is_discarded() ? request.body
                          : body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return request.method + " " + request.path + "\n" + text;
}

absl::Duration LifeOf(const Switches& switches) {
  return absl::Hours(*ParseWholeNumber(switches.Get(kIdempotencyHours)));
}

Answer RefuseReuse(const Switches& switches) {
  const auto status = static_cast<int>(*ParseWholeNumber(switches.Get(kIdempotencyReuse)));
  return Refusal(status, "idempotency_conflict",
                 "Idempotency-Key was used with a different payload", switches);
}

std::optional<Answer> RefuseKey(const Call& call, const std::optional<std::string>& key) {
  if (!key || key->empty()) {
    return BadRequest(call, absl::InvalidArgumentError("Idempotency-Key header is required"));
  }
  if (call.account.switches.Is(kIdempotencyKeyForm, "uuid") && !IsUuid(*key)) {
    return BadRequest(call, absl::InvalidArgumentError("Idempotency-Key must be a UUID"));
  }
  return std::nullopt;
}

}  // namespace

const IdempotencyKeys::Kept* IdempotencyKeys::Find(const std::string& key, absl::Time now,
                                                   absl::Duration life) const {
  const auto found = kept_.find(key);
  if (found == kept_.end() || now - found->second.time >= life) return nullptr;
  return &found->second;
}

void IdempotencyKeys::Keep(const std::string& key, Kept kept) {
  if (kept_.insert_or_assign(key, std::move(kept)).second) by_age_.push_back(key);
  if (by_age_.size() <= kCapacity) return;
  kept_.erase(by_age_.front());
  by_age_.pop_front();
}

Answer RunOnce(const Call& call, Answer (*route)(const Call&)) {
  const std::optional<std::string> key = call.request.Header("idempotency-key");
  if (std::optional<Answer> refusal = RefuseKey(call, key)) return *std::move(refusal);
  auto& account = static_cast<HostelmateAccount&>(call.account);
  std::string payload = PayloadOf(call.request);
  if (const auto* kept = account.keys.Find(*key, call.now, LifeOf(account.switches))) {
    return kept->payload == payload ? kept->answer : RefuseReuse(account.switches);
  }
  Answer answer = route(call);
  const bool refused = answer.status >= 400;
  if (!refused || account.switches.Is(kIdempotencyRefusals, "replayed")) {
    account.keys.Keep(*key, {std::move(payload), answer, call.now});
  }
  return answer;
}

}  // namespace bookings::sandbox::hostelmate
