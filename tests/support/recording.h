// Recorded exchanges on disk: tests/exchanges/<vendor>[_<mode>]/<scenario>/ with a call, the
// requests and responses of its exchanges, and the outcome that is expected. Tests and fuzz seeds
// are read from here; replaying is replay.h's affair. tests/exchanges/README.md shows the form.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "connectors/api/connector.h"
#include "nlohmann/json.hpp"

namespace bookings::testing {

enum class CallOperation {
  kList,
  kGet,
  kDetails,
  kSharedDetails,
  kTokens,
  // All slots of a range, window by window.
  kSlots,
  // What creates a booking: planning and sending.
  kCreate,
  // The look-up of a creation whose answer was lost: planning and finding.
  kFind,
  kCancel,
};

// call.json: which operation of which connection is called, and with what.
struct RecordedCall {
  config::v1::ConnectionConfig connection;
  CallOperation operation = CallOperation::kList;
  ListQuery query;
  std::string cursor;
  std::string vendor_id;
  v1::Booking booking;
  std::string secret;
  SlotQuery slots;
  CreateInput create;
  CancelInput cancel;
  WriteIdentity identity;
};

// One scenario folder.
struct Recording {
  // The folder above: `jicoo`, `wix_v2`.
  std::string suite;
  std::string scenario;
  std::filesystem::path folder;
};

// All recordings in order of suite and scenario.
std::vector<Recording> AllRecordings();
// Those of the suites `<vendor>` and `<vendor>_...`.
std::vector<Recording> RecordingsOf(std::string_view vendor);

absl::StatusOr<nlohmann::json> ReadJsonFile(const std::filesystem::path& file);
absl::StatusOr<RecordedCall> ReadCall(const std::filesystem::path& folder);
// `<number>_response.json`; the members of its body keep their order.
absl::StatusOr<HttpResponse> ReadResponse(const std::filesystem::path& folder, int number);
// Whether the recording has a file for this exchange: `what` is `request` or `response`.
bool HasExchange(const std::filesystem::path& folder, int number, std::string_view what);
std::filesystem::path ExchangeFile(const std::filesystem::path& folder, int number,
                                   std::string_view what);

}  // namespace bookings::testing
