// The closed sets of words that stand in the metrics' labels (docs/metrics.md).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "bookings/v1/bookings.pb.h"
#include "bookings/v1/connections.pb.h"
#include "connectors/api/http_exchange.h"

namespace bookings {

// Methods of all services of the API.
std::vector<std::string> RpcNames();

// `OK`, `UNAVAILABLE`, ...
std::string CodeWord(absl::StatusCode code);

inline constexpr size_t kPurposes = 7;
// `list`, `get`, ...
std::string_view PurposeWord(Purpose purpose);

// How vendor calls and RPCs end: `ok`, or a reason. Their numbers count from 0.
inline constexpr size_t kOutcomes = static_cast<size_t>(v1::ErrorReason_MAX) + 1;
size_t OutcomeOf(const absl::Status& status);
std::string OutcomeWord(size_t outcome);

inline constexpr size_t kMappingNotes = static_cast<size_t>(v1::MappingNote_MAX) + 1;
std::string NoteWord(v1::MappingNote note);

std::string StateWord(v1::ConnectionState state);

}  // namespace bookings
