// What the bodies and answers of v2's writes have in common: notifications, flow control, the
// revision, the booking in the answer (wix.md 3.5).
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "deploy/sandbox/core/message.h"
#include "deploy/sandbox/core/router.h"
#include "deploy/sandbox/wix/wix_body.h"
#include "deploy/sandbox/wix/wix_model.h"

namespace bookings::sandbox::wix {

// The true ones of `flowControlSettings`.
struct Flow {
  std::set<std::string> flags;

  bool Has(std::string_view flag) const { return flags.contains(std::string(flag)); }
};
Flow ReadFlow(BodyReader& body, std::initializer_list<std::string_view> allowed);

// Checks `participantNotification` and `sendSmsReminder`, which nothing here acts upon.
void CheckNotification(BodyReader& body);

// The required revision: a text of digits, or the number that protobuf's JSON form takes too.
std::string ReadRevision(BodyReader& body);

// 409 where the booking has another revision.
std::optional<Refusal> RefuseStale(const Row& row, const std::string& revision,
                                   const Switches& switches);

Answer AnswerBookingV2(const Call& call, const Row& row);

}  // namespace bookings::sandbox::wix
