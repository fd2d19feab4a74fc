// What a creation sends to Jicoo (jicoo.md 2.4): its checks, its body, and what can be read back
// from that body. No I/O.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/api/json.h"
#include "connectors/api/writes.h"
#include "connectors/jicoo/jicoo_account.h"

namespace bookings::jicoo {

// The vendor's instants are whole milliseconds.
void CheckStart(const v1::AppointmentRequest& appointment, Violations* problems);

// All that the vendor would refuse of an order that keeps to the declared fields.
WriteProblems CheckOrder(const CreateInput& input, const Account& account);

// The plan of an order: its data is the JSON body.
CreatePlan PlanOrder(const CreateInput& input, const Account& account);

// What was, or will be, sent.
struct SentOrder {
  std::string event_type;
  absl::Time start;
  v1::Customer customer;
};
// Fails with INTERNAL for data that PlanOrder has not made.
absl::StatusOr<SentOrder> ReadOrder(const CreatePlan& plan);

// The IANA zone of the guest: of the request or its slot, else of the connection; empty = none.
std::string GuestZone(const v1::AppointmentRequest& appointment,
                      const std::optional<internal::v1::SlotReference>& slot);
// When the slot or the appointment starts, in the vendor's milliseconds.
absl::Time StartOf(const v1::AppointmentRequest& appointment,
                   const std::optional<internal::v1::SlotReference>& slot);

}  // namespace bookings::jicoo
