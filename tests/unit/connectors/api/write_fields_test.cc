// Which fields of a write a vendor takes, as its capabilities declare it; and operations that are
// made of two.
#include "connectors/api/write_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/api/step_chain.h"

namespace bookings {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> PathsOf(const Violations& violations) {
  std::vector<std::string> paths;
  for (const Violation& violation : violations) paths.push_back(violation.path);
  return paths;
}

v1::OperationCapability Takes(v1::Operation operation,
                              std::initializer_list<std::string_view> fields,
                              std::initializer_list<std::string_view> required = {}) {
  v1::Capabilities capabilities;
  SetWriteFields(operation, fields, required, &capabilities);
  AddVendorOption(operation, "locale", "string", "The language.", &capabilities);
  return *FindOperation(capabilities, operation);
}

WriteProblems CheckCreate(const v1::CreateBookingRequest& request,
                          const v1::OperationCapability& capability) {
  return CheckWriteFields(request, capability);
}

TEST(WriteFields, OnlyDeclaredOnesAreTaken) {
  const auto capability =
      Takes(v1::OPERATION_CREATE_BOOKING, {"appointment", "customer.email", "notes"});
  v1::CreateBookingRequest request;
  request.set_connection("connections/a");
  request.set_request_id("r1");
  request.mutable_appointment()->set_service_id("s");
  request.mutable_customer()->set_email("a@example.com");
  request.set_notes("n");
  EXPECT_THAT(PathsOf(CheckCreate(request, capability).unsupported), IsEmpty());
  request.mutable_customer()->set_phone("1");
  request.mutable_customer()->set_company("c");
  request.set_notification(v1::NOTIFICATION_NOTIFY);
  EXPECT_THAT(PathsOf(CheckCreate(request, capability).unsupported),
              ElementsAre("customer.company", "customer.phone", "notification"));
}

TEST(WriteFields, AFieldOfWhichNothingIsTakenIsToldAsAWhole) {
  v1::CreateBookingRequest request;
  request.mutable_customer()->set_email("a@example.com");
  request.mutable_stay()->set_room_id("r");
  EXPECT_THAT(PathsOf(CheckCreate(request, Takes(v1::OPERATION_CREATE_BOOKING, {})).unsupported),
              ElementsAre("customer", "stay"));
}

TEST(WriteFields, OnePersonIsNoParty) {
  const auto capability = Takes(v1::OPERATION_CREATE_BOOKING, {});
  v1::CreateBookingRequest request;
  request.set_party_size(1);
  EXPECT_THAT(CheckCreate(request, capability).unsupported, IsEmpty());
  request.set_party_size(2);
  EXPECT_THAT(PathsOf(CheckCreate(request, capability).unsupported), ElementsAre("party_size"));
}

TEST(WriteFields, RequirementsAreMetByOneOfThemOrByASlot) {
  const auto capability = Takes(v1::OPERATION_CREATE_BOOKING, {"appointment", "customer"},
                                {"appointment.start_time", "customer.id|customer.email"});
  v1::CreateBookingRequest request;
  EXPECT_THAT(PathsOf(CheckCreate(request, capability).invalid),
              ElementsAre("appointment.start_time", "customer.id"));
  request.mutable_customer()->set_email("a@example.com");
  request.set_slot_token("t");
  EXPECT_THAT(CheckCreate(request, capability).invalid, IsEmpty());
}

TEST(WriteFields, OptionsHaveNamesAndTypes) {
  const auto capability = Takes(v1::OPERATION_CREATE_BOOKING, {});
  v1::CreateBookingRequest request;
  auto& options = *request.mutable_vendor_options()->mutable_fields();
  options["locale"].set_string_value("en");
  EXPECT_THAT(CheckCreate(request, capability).invalid, IsEmpty());
  options["locale"].set_bool_value(true);
  options["nonsense"].set_string_value("x");
  const WriteProblems problems = CheckCreate(request, capability);
  EXPECT_THAT(PathsOf(problems.invalid), ElementsAre("vendor_options.locale"));
  EXPECT_THAT(PathsOf(problems.unsupported), ElementsAre("vendor_options.nonsense"));
}

TEST(WriteFields, OfAnUpdateTheMaskCounts) {
  const auto capability = Takes(v1::OPERATION_UPDATE_BOOKING, {"booking.title"});
  v1::UpdateBookingRequest request;
  request.mutable_booking()->set_description("not in the mask");
  request.mutable_update_mask()->add_paths("title");
  EXPECT_THAT(CheckWriteFields(request, capability).unsupported, IsEmpty());
  request.mutable_update_mask()->add_paths("priority");
  EXPECT_THAT(PathsOf(CheckWriteFields(request, capability).unsupported),
              ElementsAre("booking.priority"));
}

TEST(WriteFields, BestEffortSparesWhatItNamesAndWhatIsBelow) {
  WriteProblems problems;
  problems.unsupported = {{"customer.phone", "x"}, {"customers", "x"}, {"notes", "x"}};
  google::protobuf::FieldMask best_effort;
  best_effort.add_paths("customer");
  EXPECT_THAT(PathsOf(WithoutBestEffort(problems, best_effort).unsupported),
              ElementsAre("customers", "notes"));
}

HttpRequest To(const std::string& target) {
  HttpRequest request;
  request.target = target;
  return request;
}

Step<int> AskLength(const std::string& target) {
  return {To(target), [](HttpResponse response) -> Step<int> {
            return static_cast<int>(response.body.size());
          }};
}

TEST(Chain, GoesOnFromTheFirstAnswer) {
  Step<std::string> both = Chain<int, std::string>(
      AskLength("/one"), [](absl::StatusOr<int> length) -> Step<std::string> {
        return {To("/two/" + std::to_string(*length)),
                [](HttpResponse response) -> Step<std::string> { return response.body; }};
      });
  EXPECT_EQ(both.pending()->target, "/one");
  HttpResponse three;
  three.body = "abc";
  Step<std::string> second = std::move(both).Resume(three);
  EXPECT_EQ(second.pending()->target, "/two/3");
  Step<std::string> end = std::move(second).Resume(three);
  EXPECT_EQ(*std::move(end).Answer(), "abc");
}

TEST(Chain, HandsOnAFailureOfTheFirst) {
  Step<int> failed = ResponseInvalid("nothing to read");
  Step<std::string> both = Chain<int, std::string>(
      std::move(failed), [](absl::StatusOr<int> length) -> Step<std::string> {
        return std::string(length.ok() ? "ok" : "failed");
      });
  EXPECT_EQ(*std::move(both).Answer(), "failed");
}

}  // namespace
}  // namespace bookings
