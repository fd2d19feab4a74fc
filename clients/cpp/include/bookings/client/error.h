// What calls fail with.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bookings/client/reason.h"
#include "bookings/v1/bookings.pb.h"

namespace bookings::client {

// One thing that is wrong with a request.
struct FieldViolation {
  // Path of the field, such as `customer.email`.
  std::string field;
  std::string description;
};

// A call that failed.
struct Error {
  absl::StatusCode code = absl::StatusCode::kUnknown;
  // For people.
  std::string message = {};
  Reason reason = Reason::kNone;
  // As the gateway wrote it, also where `reason` is kUnknown. Empty where there was none.
  std::string reason_text = {};
  // docs/errors.md names the keys.
  std::map<std::string, std::string> metadata = {};
  // How long to wait before it makes sense to try again. Unset = nobody said that waiting helps.
  std::optional<absl::Duration> retry_delay = {};
  // Every field that is wrong.
  std::vector<FieldViolation> violations = {};
  // Of a list: resumes behind the last page whose items were all handed out.
  std::string page_token = {};
  // Of a write: the same request with this id tells what became of it, and never books twice.
  std::string request_id = {};
  // Of kSourcesFailed.
  std::vector<v1::SourceStatus> failed_sources = {};

  // What became of a booking that was to be made: NOT_CREATED, CREATED or UNKNOWN; empty where
  // nothing was to be made.
  std::string booking_state() const;

  // Code, reason and message alone.
  absl::Status ToStatus() const;
};

// `FAILED_PRECONDITION / SLOT_UNAVAILABLE: the slot is taken`, in one line.
std::ostream& operator<<(std::ostream& out, const Error& error);

}  // namespace bookings::client
