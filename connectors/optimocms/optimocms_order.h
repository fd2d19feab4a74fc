// What a creation sends to OptimoCMS (optimocms.md 2.3): its checks, its body, and what can be read
// back from the plan. No I/O.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "connectors/api/writes.h"
#include "connectors/optimocms/optimocms_booking.h"

namespace bookings::optimocms {

WriteProblems CheckOrder(const CreateInput& input, const Settings& settings);
// Of a cancellation or another move of the status: what cannot be carried out without reading the
// booking, or at all.
WriteProblems CheckStatusChange(std::string_view etag, v1::Notification notification);

CreatePlan PlanOrder(const CreateInput& input, const Settings& settings);

// What was, or will be, sent.
struct SentOrder {
  absl::CivilDay day;
  absl::Time start;
  // As the slot told it: the vendor's bookings have no end.
  std::optional<absl::Time> end;
  std::string service;
  std::string staff;
  std::string branch;
  v1::Customer customer;
  std::string body;
};
// Fails with INTERNAL for data that PlanOrder has not made.
absl::StatusOr<SentOrder> ReadOrder(const CreatePlan& plan, const Settings& settings);

// The booking with what the vendor does not echo.
v1::Booking Completed(v1::Booking booking, const SentOrder& sent);

enum class Likeness {
  kSame,
  kDifferent,
  // The booking tells nothing to go by.
  kNotTold,
};
// By e-mail where one was sent, else by name and phone.
Likeness CompareCustomers(const SentOrder& sent, const v1::Booking& booking);

}  // namespace bookings::optimocms
