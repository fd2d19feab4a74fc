// A connector's capabilities name everything once, with names that exist, and say what its plans
// and its bookings then do.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/api/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/contract/subjects.h"
#include "tests/support/recording.h"

namespace bookings::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using ::testing::Each;

class CapabilitiesContract : public ::testing::TestWithParam<Mode> {
 protected:
  void SetUp() override {
    absl::StatusOr<Subject> subject = MakeSubject(GetParam());
    ASSERT_TRUE(subject.ok()) << subject.status();
    subject_ = *std::move(subject);
  }

  const Connector& connector() const { return *subject_.connector; }
  const v1::Capabilities& capabilities() const { return connector().capabilities(); }

  std::map<std::string, v1::FilterSupport> Filters() const {
    std::map<std::string, v1::FilterSupport> filters;
    for (const auto& filter : capabilities().filters()) filters[filter.field()] = filter.support();
    return filters;
  }

  Subject subject_;
};

v1::TimeRange SampleTimes() {
  v1::TimeRange range;
  SetTimestamp(*ParseInstant("2026-11-20T00:00:00Z"), range.mutable_from());
  SetTimestamp(*ParseInstant("2026-11-28T00:00:00Z"), range.mutable_to());
  return range;
}

// Filters that set one field each, in the ways that a vendor might be able to narrow.
std::vector<v1::BookingFilter> SamplesOf(const FieldDescriptor* field) {
  std::vector<v1::BookingFilter> samples;
  const auto* reflection = v1::BookingFilter::default_instance().GetReflection();
  const auto add = [&](auto set) {
    v1::BookingFilter& filter = samples.emplace_back();
    set(reflection, &filter);
  };
  if (field->type() == FieldDescriptor::TYPE_ENUM) {
    for (int status = v1::BookingStatus_MIN + 1; status <= v1::BookingStatus_MAX; ++status) {
      add([&](auto* r, auto* filter) { r->AddEnumValue(filter, field, status); });
    }
  } else if (field->type() == FieldDescriptor::TYPE_STRING) {
    add([&](auto* r, auto* filter) { r->AddString(filter, field, "ana@example.com"); });
  } else if (field->message_type() == v1::TimeRange::descriptor()) {
    const v1::TimeRange times = SampleTimes();
    add([&](auto* r, auto* filter) { r->MutableMessage(filter, field)->CopyFrom(times); });
  } else if (field->message_type() == v1::DateRange::descriptor()) {
    v1::DateRange dates;
    dates.set_from("2026-11-20");
    dates.set_to("2026-11-28");
    add([&](auto* r, auto* filter) { r->MutableMessage(filter, field)->CopyFrom(dates); });
  }
  return samples;
}

ListQuery QueryFor(const v1::BookingFilter& filter) {
  ListQuery query;
  query.filter = filter;
  return query;
}

TEST_P(CapabilitiesContract, NameEveryOperationOnce) {
  std::multiset<int> named;
  for (const auto& operation : capabilities().operations()) {
    named.insert(operation.operation());
    EXPECT_NE(operation.support(), v1::SUPPORT_UNSPECIFIED) << operation.ShortDebugString();
  }
  for (int i = v1::Operation_MIN + 1; i <= v1::Operation_MAX; ++i) {
    EXPECT_EQ(named.count(i), 1U) << v1::Operation_Name(i);
  }
}

TEST_P(CapabilitiesContract, NameEveryFilterFieldOnce) {
  std::multiset<std::string> named;
  for (const auto& filter : capabilities().filters()) {
    named.insert(filter.field());
    EXPECT_NE(filter.support(), v1::FILTER_SUPPORT_UNSPECIFIED) << filter.field();
  }
  const Descriptor* fields = v1::BookingFilter::descriptor();
  EXPECT_EQ(named.size(), static_cast<size_t>(fields->field_count()));
  for (int i = 0; i < fields->field_count(); ++i) {
    EXPECT_EQ(named.count(fields->field(i)->name()), 1U) << fields->field(i)->name();
  }
}

TEST_P(CapabilitiesContract, NameEveryOrderOnce) {
  std::multiset<int> named;
  for (const auto& order : capabilities().orders()) named.insert(order.order_by());
  for (int i = v1::OrderBy_MIN + 1; i <= v1::OrderBy_MAX; ++i) {
    EXPECT_EQ(named.count(i), 1U) << v1::OrderBy_Name(i);
  }
}

TEST_P(CapabilitiesContract, SayHowListsResume) {
  EXPECT_NE(capabilities().resume(), v1::RESUME_SUPPORT_UNSPECIFIED);
}

TEST_P(CapabilitiesContract, NameOnlyFieldsThatABookingHas) {
  const Descriptor* booking = v1::Booking::descriptor();
  for (const auto& field : capabilities().unreported_fields()) {
    EXPECT_NE(booking->FindFieldByName(field), nullptr) << field;
  }
  for (const auto& field : capabilities().full_view_fields()) {
    EXPECT_NE(booking->FindFieldByName(field), nullptr) << field;
  }
}

TEST_P(CapabilitiesContract, AgreeWithWhatPlansPushDown) {
  const Descriptor* fields = v1::BookingFilter::descriptor();
  const std::map<std::string, v1::FilterSupport> filters = Filters();
  for (int i = 0; i < fields->field_count(); ++i) {
    const FieldDescriptor* field = fields->field(i);
    bool pushed_down = false;
    for (const v1::BookingFilter& filter : SamplesOf(field)) {
      const absl::StatusOr<ListPlan> plan = connector().PlanList(QueryFor(filter));
      ASSERT_TRUE(plan.ok()) << field->name() << ": " << plan.status();
      EXPECT_THAT(plan->pushed_down, Each(field->name()));
      pushed_down = pushed_down || !plan->pushed_down.empty();
    }
    if (field->name() == "vendor_filter") continue;
    EXPECT_EQ(pushed_down, filters.at(field->name()) == v1::FILTER_SUPPORT_PUSHED_DOWN)
        << field->name();
  }
}

TEST_P(CapabilitiesContract, AgreeWithTheOrdersThatPlansAskFor) {
  for (const auto& order : capabilities().orders()) {
    ListQuery query;
    query.order = order.order_by();
    const absl::StatusOr<ListPlan> plan = connector().PlanList(query);
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_EQ(plan->vendor_order == order.order_by(), order.native())
        << v1::OrderBy_Name(order.order_by());
  }
}

TEST_P(CapabilitiesContract, FiltersThatNeedDetailsCauseThemInEveryView) {
  const Descriptor* fields = v1::BookingFilter::descriptor();
  for (const auto& [name, support] : Filters()) {
    if (support != v1::FILTER_SUPPORT_NEEDS_DETAILS) continue;
    for (const v1::BookingFilter& filter : SamplesOf(fields->FindFieldByName(name))) {
      const absl::StatusOr<ListPlan> plan = connector().PlanList(QueryFor(filter));
      ASSERT_TRUE(plan.ok()) << plan.status();
      EXPECT_NE(plan->details, DetailCalls::kNone) << name;
    }
  }
}

TEST_P(CapabilitiesContract, AnUnknownVendorFilterIsRefusedByName) {
  ListQuery query;
  (*query.filter.mutable_vendor_filter()->mutable_fields())["noSuchName"].set_bool_value(true);
  const absl::StatusOr<ListPlan> plan = connector().PlanList(query);
  ASSERT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  const FailureDetails details = DetailsOf(plan.status()).value_or(FailureDetails());
  ASSERT_EQ(details.violations_size(), 1);
  EXPECT_EQ(details.violations(0).field(), "filter.vendor_filter.noSuchName");
}

TEST_P(CapabilitiesContract, AVendorFilterOfAnotherTypeIsRefused) {
  for (const auto& filter : capabilities().vendor_filters()) {
    ListQuery query;
    (*query.filter.mutable_vendor_filter()->mutable_fields())[filter.name()].mutable_list_value();
    EXPECT_EQ(connector().PlanList(query).status().code(), absl::StatusCode::kInvalidArgument)
        << filter.name();
    EXPECT_FALSE(filter.description().empty()) << filter.name();
  }
}

TEST_P(CapabilitiesContract, GetBookingIsThereWhereItIsNative) {
  Step<Page> step = connector().GetBooking("some-id", v1::BOOKING_VIEW_FULL);
  const bool implemented = step.pending() != nullptr;
  for (const auto& operation : capabilities().operations()) {
    if (operation.operation() != v1::OPERATION_GET_BOOKING) continue;
    EXPECT_EQ(implemented, operation.support() == v1::SUPPORT_NATIVE);
  }
}

// A filter on a field that is never reported can match nothing, which the capabilities must say.
TEST_P(CapabilitiesContract, FiltersOnUnreportedFieldsAreUnreported) {
  const std::map<std::string, std::string> filter_of = {
      {"status", "statuses"},         {"start_time", "start_time"},    {"end_time", "end_time"},
      {"create_time", "create_time"}, {"update_time", "update_time"},  {"stay", "stay"},
      {"service", "service_ids"},     {"staff", "staff_ids"},          {"location", "location_ids"},
      {"session_id", "session_ids"},  {"schedule_id", "schedule_ids"}, {"references", "references"},
      {"customers", "customer_ids"},
  };
  const std::map<std::string, v1::FilterSupport> filters = Filters();
  for (const auto& field : capabilities().unreported_fields()) {
    const auto filter = filter_of.find(field);
    if (filter == filter_of.end()) continue;
    EXPECT_EQ(filters.at(filter->second), v1::FILTER_SUPPORT_UNREPORTED) << filter->second;
  }
}

// The JSON names of the fields that the recorded lists of a mode report.
std::set<std::string> RecordedFields(const Mode& mode) {
  std::set<std::string> fields;
  for (const Recording& recording : RecordingsOf(mode.vendor)) {
    if (recording.suite != mode.suite) continue;
    const auto expected = ReadJsonFile(recording.folder / "expected.json");
    if (!expected.ok() || !expected->contains("page")) continue;
    for (const auto& booking : expected->at("page").value("bookings", nlohmann::json::array())) {
      for (const auto& [name, value] : booking.items()) fields.insert(name);
    }
  }
  return fields;
}

TEST_P(CapabilitiesContract, AFieldIsReportedOrNamedAsUnreported) {
  const std::set<std::string> reported = RecordedFields(GetParam());
  std::set<std::string> unreported(capabilities().unreported_fields().begin(),
                                   capabilities().unreported_fields().end());
  const std::set<std::string> later(capabilities().full_view_fields().begin(),
                                    capabilities().full_view_fields().end());
  const Descriptor* booking = v1::Booking::descriptor();
  for (int i = 0; i < booking->field_count(); ++i) {
    const FieldDescriptor* field = booking->field(i);
    if (field->name() == "etag" || later.contains(field->name())) continue;
    EXPECT_NE(reported.contains(field->json_name()), unreported.contains(field->name()))
        << field->name() << " must be in a recorded list or among the unreported fields, not both";
  }
}

std::string ModeName(const ::testing::TestParamInfo<Mode>& info) {
  return std::string(info.param.suite);
}

INSTANTIATE_TEST_SUITE_P(All, CapabilitiesContract,
                         ::testing::ValuesIn(Modes().begin(), Modes().end()), ModeName);

}  // namespace
}  // namespace bookings::testing
