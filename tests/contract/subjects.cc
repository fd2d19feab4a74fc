// See subjects.h.
#include "tests/contract/subjects.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "connectors/api/text.h"
#include "tests/support/recording.h"

namespace bookings::testing {
namespace {

constexpr Mode kModes[] = {
    {"hostelmate", "hostelmate"}, {"jicoo", "jicoo"},        {"optimocms", "optimocms"},
    {"tiquo", "tiquo_admin"},     {"tiquo", "tiquo_client"}, {"wix", "wix_v1"},
    {"wix", "wix_v1_get"},        {"wix", "wix_v2"},
};

}  // namespace

std::span<const Mode> Modes() { return kModes; }

absl::StatusOr<Subject> MakeSubject(const Mode& mode) {
  for (const Recording& recording : RecordingsOf(mode.vendor)) {
    if (recording.suite != mode.suite) continue;
    absl::StatusOr<RecordedCall> call = ReadCall(recording.folder);
    if (!call.ok()) return call.status();
    const ConnectorEntry* entry = FindConnector(call->connection);
    if (entry == nullptr) return absl::NotFoundError("the registry has no such vendor");
    auto connector = entry->make(call->connection);
    return Subject{mode, std::move(call->connection), std::move(connector)};
  }
  return absl::NotFoundError(
      absl::StrCat("tests/exchanges/", ToAbsl(mode.suite), " has no recording"));
}

}  // namespace bookings::testing
