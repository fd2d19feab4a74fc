// See source_error.h.
#include "service/engine/source_error.h"

#include <string>

#include "connectors/api/failure.h"

namespace bookings {

v1::SourceError ToSourceError(const absl::Status& failure) {
  v1::SourceError error;
  error.set_code(static_cast<int32_t>(failure.code()));
  error.set_message(std::string(failure.message()));
  const FailureDetails details = DetailsOf(failure).value_or(FailureDetails());
  error.set_reason(details.reason() == v1::ERROR_REASON_UNSPECIFIED ? v1::ERROR_REASON_INTERNAL
                                                                    : details.reason());
  *error.mutable_metadata() = details.metadata();
  if (details.has_retry_delay()) *error.mutable_retry_delay() = details.retry_delay();
  return error;
}

absl::Status OfConnection(const absl::Status& failure, const Connection& connection) {
  return WithMetadata(WithMetadata(failure, "connection", connection.id), "vendor",
                      connection.connector->vendor());
}

}  // namespace bookings
