// Every connector in every mode has all mandatory recordings, and keeps to every recording there
// is. The scenarios are those of docs/adding-a-connector.md.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/subjects.h"
#include "tests/support/recording.h"
#include "tests/support/replay.h"

namespace bookings::testing {

void PrintTo(const Recording& recording, std::ostream* out) {
  *out << recording.suite << "/" << recording.scenario;
}

namespace {

constexpr std::string_view kMandatory[] = {
    "first_page",
    "empty_page_that_still_has_a_token",
    "last_page",
    "refused_401",
    "refused_403",
    "refused_404",
    "refused_409",
    "refused_422",
    "throttled_429_seconds",
    "throttled_429_date",
    "throttled_429_without_delay",
    "server_error_500",
    "html_instead_of_json",
    "truncated_json",
    "invalid_utf8",
    "unknown_status",
    "unknown_field",
    "null_everywhere",
    "item_without_id",
};

// What a connector must have besides if its vendor has the operation.
struct MandatoryOf {
  v1::Operation operation;
  std::string_view scenario;
};
constexpr MandatoryOf kMandatoryOf[] = {
    {v1::OPERATION_LIST_SLOTS, "slots"},      {v1::OPERATION_LIST_SLOTS, "slots_none"},
    {v1::OPERATION_CREATE_BOOKING, "create"}, {v1::OPERATION_CREATE_BOOKING, "create_taken"},
    {v1::OPERATION_CANCEL_BOOKING, "cancel"}, {v1::OPERATION_CREATE_BOOKING, "create_500_html"},
};
// Lists in another way only: its slots and writes are those of wix_v1.
constexpr std::string_view kListsOtherwise = "wix_v1_get";

std::set<std::string> ScenariosOf(const Mode& mode) {
  std::set<std::string> scenarios;
  for (const Recording& recording : RecordingsOf(mode.vendor)) {
    if (recording.suite == mode.suite) scenarios.insert(recording.scenario);
  }
  return scenarios;
}

bool HasCallOf(const Mode& mode, CallOperation operation) {
  const std::vector<Recording> recordings = RecordingsOf(mode.vendor);
  return std::any_of(recordings.begin(), recordings.end(), [&](const Recording& recording) {
    if (recording.suite != mode.suite) return false;
    const absl::StatusOr<RecordedCall> call = ReadCall(recording.folder);
    return call.ok() && call->operation == operation;
  });
}

bool IsNative(const Connector& connector, v1::Operation asked) {
  for (const v1::OperationCapability& operation : connector.capabilities().operations()) {
    if (operation.operation() == asked) return operation.support() == v1::SUPPORT_NATIVE;
  }
  return false;
}

// The further calls that a full list makes.
DetailCalls DetailsOfFullList(const Connector& connector) {
  ListQuery query;
  query.view = v1::BOOKING_VIEW_FULL;
  const absl::StatusOr<ListPlan> plan = connector.PlanList(query);
  return plan.ok() ? plan->details : DetailCalls::kNone;
}

TEST(ExchangeContract, EveryVendorOfTheRegistryHasAMode) {
  for (const ConnectorEntry& entry : Connectors()) {
    const auto modes = Modes();
    EXPECT_TRUE(std::any_of(modes.begin(), modes.end(), [&](const Mode& mode) {
      return mode.vendor == entry.vendor;
    })) << entry.vendor;
  }
}

TEST(ExchangeContract, EveryFolderOfRecordingsBelongsToAMode) {
  for (const Recording& recording : AllRecordings()) {
    const auto modes = Modes();
    EXPECT_TRUE(std::any_of(modes.begin(), modes.end(), [&](const Mode& mode) {
      return mode.suite == recording.suite;
    })) << recording.suite;
  }
}

class ModeContract : public ::testing::TestWithParam<Mode> {};

TEST_P(ModeContract, HasEveryMandatoryRecording) {
  const std::set<std::string> scenarios = ScenariosOf(GetParam());
  for (std::string_view scenario : kMandatory) {
    EXPECT_TRUE(scenarios.contains(std::string(scenario))) << "missing: " << scenario;
  }
}

TEST_P(ModeContract, HasARecordingOfEveryFurtherOperation) {
  const absl::StatusOr<Subject> subject = MakeSubject(GetParam());
  ASSERT_TRUE(subject.ok()) << subject.status();
  const Connector& connector = *subject->connector;
  const std::set<std::string> scenarios = ScenariosOf(GetParam());
  if (IsNative(connector, v1::OPERATION_GET_BOOKING)) {
    EXPECT_TRUE(scenarios.contains("get_found"));
    EXPECT_TRUE(scenarios.contains("get_not_found"));
  }
  const DetailCalls details = DetailsOfFullList(connector);
  EXPECT_EQ(HasCallOf(GetParam(), CallOperation::kDetails), details == DetailCalls::kPerBooking);
  EXPECT_EQ(HasCallOf(GetParam(), CallOperation::kSharedDetails), details == DetailCalls::kShared);
  const Credentials::Kind kind = connector.credentials().kind;
  const bool exchanges =
      kind == Credentials::Kind::kExchangedSecret || kind == Credentials::Kind::kRotatingSession;
  if (exchanges) {
    EXPECT_TRUE(HasCallOf(GetParam(), CallOperation::kTokens));
  }
}

TEST_P(ModeContract, HasTheRecordingsOfItsSlotsAndWrites) {
  if (GetParam().suite == kListsOtherwise) return;
  const absl::StatusOr<Subject> subject = MakeSubject(GetParam());
  ASSERT_TRUE(subject.ok()) << subject.status();
  const std::set<std::string> scenarios = ScenariosOf(GetParam());
  for (const MandatoryOf& mandatory : kMandatoryOf) {
    if (!IsNative(*subject->connector, mandatory.operation)) continue;
    EXPECT_TRUE(scenarios.contains(std::string(mandatory.scenario)))
        << "missing: " << mandatory.scenario;
  }
}

TEST_P(ModeContract, ConnectorNamesItsVendorAndAddress) {
  const absl::StatusOr<Subject> subject = MakeSubject(GetParam());
  ASSERT_TRUE(subject.ok()) << subject.status();
  EXPECT_EQ(subject->connector->vendor(), GetParam().vendor);
  const std::string_view url = subject->connector->default_base_url();
  EXPECT_TRUE(url.starts_with("https://")) << url;
  EXPECT_FALSE(url.ends_with('/')) << url;
}

std::string ModeOf(const ::testing::TestParamInfo<Mode>& info) {
  return std::string(info.param.suite);
}

INSTANTIATE_TEST_SUITE_P(All, ModeContract, ::testing::ValuesIn(Modes().begin(), Modes().end()),
                         ModeOf);

class RecordingContract : public ::testing::TestWithParam<Recording> {};

TEST_P(RecordingContract, IsKept) {
  const absl::StatusOr<RecordedCall> call = ReadCall(GetParam().folder);
  ASSERT_TRUE(call.ok()) << call.status();
  const ConnectorEntry* entry = FindConnector(call->connection);
  ASSERT_NE(entry, nullptr) << "the registry has no such vendor";
  EXPECT_EQ(Replay(GetParam().folder, entry->make), "");
}

std::string RecordingName(const ::testing::TestParamInfo<Recording>& info) {
  return info.param.suite + "_" + info.param.scenario;
}

INSTANTIATE_TEST_SUITE_P(All, RecordingContract, ::testing::ValuesIn(AllRecordings()),
                         RecordingName);

}  // namespace
}  // namespace bookings::testing
